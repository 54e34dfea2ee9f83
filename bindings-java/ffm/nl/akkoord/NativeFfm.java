// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The functions of akkoord.h for the foreign function API. Results are uint32_t, handles and structs are segments. */
final class NativeFfm {
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
    private static final MemoryLayout ADDRESS = ValueLayout.ADDRESS;

    private final MethodHandle akkoord_population_decide_arrow;
    private final MethodHandle akkoord_engine_with_limits;
    private final MethodHandle akkoord_cancel_new;
    private final MethodHandle akkoord_cancel_set;
    private final MethodHandle akkoord_cancel_free;
    private final MethodHandle akkoord_compiled_new;
    private final MethodHandle akkoord_compiled_free;
    private final MethodHandle akkoord_compiled_valid_until;
    private final MethodHandle akkoord_compiled_decide;
    private final MethodHandle akkoord_compiled_decide_query;
    private final MethodHandle akkoord_compiled_decide_batch;
    private final MethodHandle akkoord_decision_new;
    private final MethodHandle akkoord_decision_free;
    private final MethodHandle akkoord_decision_verdict;
    private final MethodHandle akkoord_decision_outweighed_count;
    private final MethodHandle akkoord_decision_outweighed;
    private final MethodHandle akkoord_decision_json;
    private final MethodHandle akkoord_decision_json_for_consulter;
    private final MethodHandle akkoord_decision_explain;
    private final MethodHandle akkoord_engine_new_mitz;
    private final MethodHandle akkoord_engine_new_from_json;
    private final MethodHandle akkoord_engine_free;
    private final MethodHandle akkoord_engine_catalogue_id;
    private final MethodHandle akkoord_engine_ruleset_name;
    private final MethodHandle akkoord_engine_ruleset_digest;
    private final MethodHandle akkoord_engine_catalogue_json;
    private final MethodHandle akkoord_engine_ruleset_json;
    private final MethodHandle akkoord_error_new;
    private final MethodHandle akkoord_error_free;
    private final MethodHandle akkoord_error_code;
    private final MethodHandle akkoord_error_line;
    private final MethodHandle akkoord_error_path;
    private final MethodHandle akkoord_error_message;
    private final MethodHandle akkoord_result_name;
    private final MethodHandle akkoord_result_advice;
    private final MethodHandle akkoord_evaluate_json;
    private final MethodHandle akkoord_answer_json;
    private final MethodHandle akkoord_population_new;
    private final MethodHandle akkoord_population_free;
    private final MethodHandle akkoord_population_put;
    private final MethodHandle akkoord_population_go_to;
    private final MethodHandle akkoord_population_count;
    private final MethodHandle akkoord_population_decide;
    private final MethodHandle akkoord_population_decide_batch;
    private final MethodHandle akkoord_population_profile;
    private final MethodHandle akkoord_population_decision;
    private final MethodHandle akkoord_profile_new_from_json;
    private final MethodHandle akkoord_profile_free;
    private final MethodHandle akkoord_profile_json;
    private final MethodHandle akkoord_profile_choice;
    private final MethodHandle akkoord_prepared_query_new;
    private final MethodHandle akkoord_prepared_query_free;
    private final MethodHandle akkoord_instant_parse;
    private final MethodHandle akkoord_instant_format;
    private final MethodHandle akkoord_output_new;
    private final MethodHandle akkoord_output_free;
    private final MethodHandle akkoord_output_text;
    private final MethodHandle akkoord_output_copy;
    private final MethodHandle akkoord_outcome_name;
    private final MethodHandle akkoord_reason_name;
    private final MethodHandle akkoord_verdict_for_consulter;
    private final MethodHandle akkoord_version;
    private final MethodHandle akkoord_abi_version;
    private final MethodHandle akkoord_version_text;

    NativeFfm(SymbolLookup library) {
        akkoord_population_decide_arrow = gives(library, "akkoord_population_decide_arrow", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        akkoord_engine_with_limits = gives(library, "akkoord_engine_with_limits", ADDRESS, ADDRESS, ADDRESS);
        akkoord_cancel_new = gives(library, "akkoord_cancel_new", ADDRESS);
        akkoord_cancel_set = gives(library, "akkoord_cancel_set", ADDRESS, INT);
        akkoord_cancel_free = takes(library, "akkoord_cancel_free", ADDRESS);
        akkoord_compiled_new = gives(library, "akkoord_compiled_new", ADDRESS, ADDRESS, LONG, ADDRESS, ADDRESS);
        akkoord_compiled_free = takes(library, "akkoord_compiled_free", ADDRESS);
        akkoord_compiled_valid_until = gives(library, "akkoord_compiled_valid_until", ADDRESS, ADDRESS);
        akkoord_compiled_decide = gives(library, "akkoord_compiled_decide", ADDRESS, ADDRESS, ADDRESS);
        akkoord_compiled_decide_query = gives(library, "akkoord_compiled_decide_query", ADDRESS, ADDRESS, ADDRESS);
        akkoord_compiled_decide_batch = gives(library, "akkoord_compiled_decide_batch", ADDRESS, ADDRESS, LONG, ADDRESS);
        akkoord_decision_new = gives(library, "akkoord_decision_new", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        akkoord_decision_free = takes(library, "akkoord_decision_free", ADDRESS);
        akkoord_decision_verdict = gives(library, "akkoord_decision_verdict", ADDRESS, ADDRESS);
        akkoord_decision_outweighed_count = gives(library, "akkoord_decision_outweighed_count", ADDRESS, ADDRESS);
        akkoord_decision_outweighed = gives(library, "akkoord_decision_outweighed", ADDRESS, LONG, ADDRESS);
        akkoord_decision_json = gives(library, "akkoord_decision_json", ADDRESS, ADDRESS);
        akkoord_decision_json_for_consulter = gives(library, "akkoord_decision_json_for_consulter", ADDRESS, ADDRESS);
        akkoord_decision_explain = gives(library, "akkoord_decision_explain", ADDRESS, INT, INT, ADDRESS);
        akkoord_engine_new_mitz = gives(library, "akkoord_engine_new_mitz", ADDRESS);
        akkoord_engine_new_from_json = gives(library, "akkoord_engine_new_from_json", ADDRESS, LONG, ADDRESS, LONG, ADDRESS, ADDRESS);
        akkoord_engine_free = takes(library, "akkoord_engine_free", ADDRESS);
        akkoord_engine_catalogue_id = gives(library, "akkoord_engine_catalogue_id", ADDRESS, ADDRESS);
        akkoord_engine_ruleset_name = gives(library, "akkoord_engine_ruleset_name", ADDRESS, ADDRESS);
        akkoord_engine_ruleset_digest = gives(library, "akkoord_engine_ruleset_digest", ADDRESS, ADDRESS);
        akkoord_engine_catalogue_json = gives(library, "akkoord_engine_catalogue_json", ADDRESS, ADDRESS);
        akkoord_engine_ruleset_json = gives(library, "akkoord_engine_ruleset_json", ADDRESS, ADDRESS);
        akkoord_error_new = gives(library, "akkoord_error_new", ADDRESS);
        akkoord_error_free = takes(library, "akkoord_error_free", ADDRESS);
        akkoord_error_code = gives(library, "akkoord_error_code", ADDRESS, ADDRESS);
        akkoord_error_line = gives(library, "akkoord_error_line", ADDRESS, ADDRESS);
        akkoord_error_path = gives(library, "akkoord_error_path", ADDRESS, ADDRESS);
        akkoord_error_message = gives(library, "akkoord_error_message", ADDRESS, ADDRESS);
        akkoord_result_name = gives(library, "akkoord_result_name", INT, ADDRESS);
        akkoord_result_advice = gives(library, "akkoord_result_advice", INT, ADDRESS);
        akkoord_evaluate_json = gives(library, "akkoord_evaluate_json", ADDRESS, ADDRESS, LONG, LONG, ADDRESS);
        akkoord_answer_json = gives(library, "akkoord_answer_json", ADDRESS, ADDRESS, LONG, LONG, ADDRESS);
        akkoord_population_new = gives(library, "akkoord_population_new", ADDRESS, LONG, LONG, ADDRESS);
        akkoord_population_free = takes(library, "akkoord_population_free", ADDRESS);
        akkoord_population_put = gives(library, "akkoord_population_put", ADDRESS, ADDRESS, ADDRESS);
        akkoord_population_go_to = gives(library, "akkoord_population_go_to", ADDRESS, LONG, ADDRESS);
        akkoord_population_count = gives(library, "akkoord_population_count", ADDRESS, ADDRESS);
        akkoord_population_decide = gives(library, "akkoord_population_decide", ADDRESS, ADDRESS, LONG, ADDRESS, ADDRESS);
        akkoord_population_decide_batch = gives(library, "akkoord_population_decide_batch", ADDRESS, ADDRESS, ADDRESS, LONG, ADDRESS);
        akkoord_population_profile = gives(library, "akkoord_population_profile", ADDRESS, ADDRESS, LONG, ADDRESS);
        akkoord_population_decision = gives(library, "akkoord_population_decision", ADDRESS, ADDRESS, LONG, ADDRESS, ADDRESS, ADDRESS);
        akkoord_profile_new_from_json = gives(library, "akkoord_profile_new_from_json", ADDRESS, ADDRESS, LONG, ADDRESS, ADDRESS);
        akkoord_profile_free = takes(library, "akkoord_profile_free", ADDRESS);
        akkoord_profile_json = gives(library, "akkoord_profile_json", ADDRESS, ADDRESS);
        akkoord_profile_choice = gives(library, "akkoord_profile_choice", ADDRESS, INT, ADDRESS);
        akkoord_prepared_query_new = gives(library, "akkoord_prepared_query_new", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        akkoord_prepared_query_free = takes(library, "akkoord_prepared_query_free", ADDRESS);
        akkoord_instant_parse = gives(library, "akkoord_instant_parse", ADDRESS, LONG, ADDRESS);
        akkoord_instant_format = gives(library, "akkoord_instant_format", LONG, ADDRESS);
        akkoord_output_new = gives(library, "akkoord_output_new", ADDRESS);
        akkoord_output_free = takes(library, "akkoord_output_free", ADDRESS);
        akkoord_output_text = gives(library, "akkoord_output_text", ADDRESS, ADDRESS);
        akkoord_output_copy = gives(library, "akkoord_output_copy", ADDRESS, ADDRESS, LONG, ADDRESS);
        akkoord_outcome_name = gives(library, "akkoord_outcome_name", INT, ADDRESS);
        akkoord_reason_name = gives(library, "akkoord_reason_name", INT, ADDRESS);
        akkoord_verdict_for_consulter = gives(library, "akkoord_verdict_for_consulter", ADDRESS, ADDRESS);
        akkoord_version = gives(library, "akkoord_version");
        akkoord_abi_version = gives(library, "akkoord_abi_version");
        akkoord_version_text = gives(library, "akkoord_version_text", ADDRESS);
    }

    private static MethodHandle gives(SymbolLookup library, String name, MemoryLayout... parameters) {
        return linked(library, name, FunctionDescriptor.of(INT, parameters));
    }

    private static MethodHandle takes(SymbolLookup library, String name, MemoryLayout... parameters) {
        return linked(library, name, FunctionDescriptor.ofVoid(parameters));
    }

    private static MethodHandle linked(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return library.find(name)
                .map(function -> Linker.nativeLinker().downcallHandle(function, descriptor))
                .orElseGet(() -> missing(name, descriptor.toMethodType()));
    }

    /** A library that was built without a part lacks its functions: only who calls one hears of it. */
    private static MethodHandle missing(String name, MethodType type) {
        MethodHandle thrower = MethodHandles.throwException(type.returnType(), UnsatisfiedLinkError.class);
        MethodHandle missing = thrower.bindTo(new UnsatisfiedLinkError("the library has no " + name));
        return MethodHandles.dropArguments(missing, 0, type.parameterList());
    }

    private static RuntimeException thrown(Throwable thrown) {
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        return thrown instanceof RuntimeException ? (RuntimeException) thrown : new IllegalStateException(thrown);
    }

    int akkoord_population_decide_arrow(MemorySegment population, MemorySegment queries, MemorySegment schema, MemorySegment outError, MemorySegment outArray, MemorySegment outSchema) {
        try {
            return (int) akkoord_population_decide_arrow.invokeExact(population, queries, schema, outError, outArray, outSchema);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_engine_with_limits(MemorySegment engine, MemorySegment limits, MemorySegment outEngine) {
        try {
            return (int) akkoord_engine_with_limits.invokeExact(engine, limits, outEngine);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_cancel_new(MemorySegment outCancel) {
        try {
            return (int) akkoord_cancel_new.invokeExact(outCancel);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_cancel_set(MemorySegment cancel, int cancelled) {
        try {
            return (int) akkoord_cancel_set.invokeExact(cancel, cancelled);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_cancel_free(MemorySegment cancel) {
        try {
            akkoord_cancel_free.invokeExact(cancel);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_compiled_new(MemorySegment engine, MemorySegment profile, long at, MemorySegment outError, MemorySegment outCompiled) {
        try {
            return (int) akkoord_compiled_new.invokeExact(engine, profile, at, outError, outCompiled);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_compiled_free(MemorySegment compiled) {
        try {
            akkoord_compiled_free.invokeExact(compiled);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_compiled_valid_until(MemorySegment compiled, MemorySegment outValidUntil) {
        try {
            return (int) akkoord_compiled_valid_until.invokeExact(compiled, outValidUntil);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_compiled_decide(MemorySegment compiled, MemorySegment prepared, MemorySegment outVerdict) {
        try {
            return (int) akkoord_compiled_decide.invokeExact(compiled, prepared, outVerdict);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_compiled_decide_query(MemorySegment compiled, MemorySegment query, MemorySegment outVerdict) {
        try {
            return (int) akkoord_compiled_decide_query.invokeExact(compiled, query, outVerdict);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_compiled_decide_batch(MemorySegment compiled, MemorySegment queries, long count, MemorySegment outVerdicts) {
        try {
            return (int) akkoord_compiled_decide_batch.invokeExact(compiled, queries, count, outVerdicts);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_decision_new(MemorySegment engine, MemorySegment profile, MemorySegment query, MemorySegment outError, MemorySegment outDecision) {
        try {
            return (int) akkoord_decision_new.invokeExact(engine, profile, query, outError, outDecision);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_decision_free(MemorySegment decision) {
        try {
            akkoord_decision_free.invokeExact(decision);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_decision_verdict(MemorySegment decision, MemorySegment outVerdict) {
        try {
            return (int) akkoord_decision_verdict.invokeExact(decision, outVerdict);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_decision_outweighed_count(MemorySegment decision, MemorySegment outCount) {
        try {
            return (int) akkoord_decision_outweighed_count.invokeExact(decision, outCount);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_decision_outweighed(MemorySegment decision, long index, MemorySegment outOutweighed) {
        try {
            return (int) akkoord_decision_outweighed.invokeExact(decision, index, outOutweighed);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_decision_json(MemorySegment decision, MemorySegment outText) {
        try {
            return (int) akkoord_decision_json.invokeExact(decision, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_decision_json_for_consulter(MemorySegment decision, MemorySegment outText) {
        try {
            return (int) akkoord_decision_json_for_consulter.invokeExact(decision, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_decision_explain(MemorySegment decision, int lang, int audience, MemorySegment outText) {
        try {
            return (int) akkoord_decision_explain.invokeExact(decision, lang, audience, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_engine_new_mitz(MemorySegment outEngine) {
        try {
            return (int) akkoord_engine_new_mitz.invokeExact(outEngine);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_engine_new_from_json(MemorySegment catalogue, long catalogueLength, MemorySegment ruleset, long rulesetLength, MemorySegment outError, MemorySegment outEngine) {
        try {
            return (int) akkoord_engine_new_from_json.invokeExact(catalogue, catalogueLength, ruleset, rulesetLength, outError, outEngine);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_engine_free(MemorySegment engine) {
        try {
            akkoord_engine_free.invokeExact(engine);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_engine_catalogue_id(MemorySegment engine, MemorySegment outId) {
        try {
            return (int) akkoord_engine_catalogue_id.invokeExact(engine, outId);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_engine_ruleset_name(MemorySegment engine, MemorySegment outName) {
        try {
            return (int) akkoord_engine_ruleset_name.invokeExact(engine, outName);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_engine_ruleset_digest(MemorySegment engine, MemorySegment outDigest) {
        try {
            return (int) akkoord_engine_ruleset_digest.invokeExact(engine, outDigest);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_engine_catalogue_json(MemorySegment engine, MemorySegment outText) {
        try {
            return (int) akkoord_engine_catalogue_json.invokeExact(engine, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_engine_ruleset_json(MemorySegment engine, MemorySegment outText) {
        try {
            return (int) akkoord_engine_ruleset_json.invokeExact(engine, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_error_new(MemorySegment outError) {
        try {
            return (int) akkoord_error_new.invokeExact(outError);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_error_free(MemorySegment error) {
        try {
            akkoord_error_free.invokeExact(error);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_error_code(MemorySegment error, MemorySegment outCode) {
        try {
            return (int) akkoord_error_code.invokeExact(error, outCode);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_error_line(MemorySegment error, MemorySegment outLine) {
        try {
            return (int) akkoord_error_line.invokeExact(error, outLine);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_error_path(MemorySegment error, MemorySegment outPath) {
        try {
            return (int) akkoord_error_path.invokeExact(error, outPath);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_error_message(MemorySegment error, MemorySegment outMessage) {
        try {
            return (int) akkoord_error_message.invokeExact(error, outMessage);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_result_name(int code, MemorySegment outName) {
        try {
            return (int) akkoord_result_name.invokeExact(code, outName);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_result_advice(int code, MemorySegment outAdvice) {
        try {
            return (int) akkoord_result_advice.invokeExact(code, outAdvice);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_evaluate_json(MemorySegment engine, MemorySegment line, long length, long number, MemorySegment outText) {
        try {
            return (int) akkoord_evaluate_json.invokeExact(engine, line, length, number, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_answer_json(MemorySegment engine, MemorySegment line, long length, long number, MemorySegment outText) {
        try {
            return (int) akkoord_answer_json.invokeExact(engine, line, length, number, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_population_new(MemorySegment engine, long at, long patients, MemorySegment outPopulation) {
        try {
            return (int) akkoord_population_new.invokeExact(engine, at, patients, outPopulation);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_population_free(MemorySegment population) {
        try {
            akkoord_population_free.invokeExact(population);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_population_put(MemorySegment population, MemorySegment profile, MemorySegment outError) {
        try {
            return (int) akkoord_population_put.invokeExact(population, profile, outError);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_population_go_to(MemorySegment population, long at, MemorySegment outError) {
        try {
            return (int) akkoord_population_go_to.invokeExact(population, at, outError);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_population_count(MemorySegment population, MemorySegment outCount) {
        try {
            return (int) akkoord_population_count.invokeExact(population, outCount);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_population_decide(MemorySegment population, MemorySegment patient, long patientLength, MemorySegment query, MemorySegment outVerdict) {
        try {
            return (int) akkoord_population_decide.invokeExact(population, patient, patientLength, query, outVerdict);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_population_decide_batch(MemorySegment population, MemorySegment patients, MemorySegment queries, long count, MemorySegment outVerdicts) {
        try {
            return (int) akkoord_population_decide_batch.invokeExact(population, patients, queries, count, outVerdicts);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_population_profile(MemorySegment population, MemorySegment patient, long patientLength, MemorySegment outProfile) {
        try {
            return (int) akkoord_population_profile.invokeExact(population, patient, patientLength, outProfile);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_population_decision(MemorySegment population, MemorySegment patient, long patientLength, MemorySegment query, MemorySegment outError, MemorySegment outDecision) {
        try {
            return (int) akkoord_population_decision.invokeExact(population, patient, patientLength, query, outError, outDecision);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_profile_new_from_json(MemorySegment engine, MemorySegment json, long length, MemorySegment outError, MemorySegment outProfile) {
        try {
            return (int) akkoord_profile_new_from_json.invokeExact(engine, json, length, outError, outProfile);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_profile_free(MemorySegment profile) {
        try {
            akkoord_profile_free.invokeExact(profile);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_profile_json(MemorySegment profile, MemorySegment outText) {
        try {
            return (int) akkoord_profile_json.invokeExact(profile, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_profile_choice(MemorySegment profile, int choice, MemorySegment outId) {
        try {
            return (int) akkoord_profile_choice.invokeExact(profile, choice, outId);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_prepared_query_new(MemorySegment engine, MemorySegment query, MemorySegment outError, MemorySegment outPrepared) {
        try {
            return (int) akkoord_prepared_query_new.invokeExact(engine, query, outError, outPrepared);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_prepared_query_free(MemorySegment prepared) {
        try {
            akkoord_prepared_query_free.invokeExact(prepared);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_instant_parse(MemorySegment text, long length, MemorySegment outAt) {
        try {
            return (int) akkoord_instant_parse.invokeExact(text, length, outAt);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_instant_format(long at, MemorySegment outText) {
        try {
            return (int) akkoord_instant_format.invokeExact(at, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_output_new(MemorySegment outOutput) {
        try {
            return (int) akkoord_output_new.invokeExact(outOutput);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    void akkoord_output_free(MemorySegment output) {
        try {
            akkoord_output_free.invokeExact(output);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_output_text(MemorySegment output, MemorySegment outText) {
        try {
            return (int) akkoord_output_text.invokeExact(output, outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_output_copy(MemorySegment output, MemorySegment buffer, long capacity, MemorySegment outNeeded) {
        try {
            return (int) akkoord_output_copy.invokeExact(output, buffer, capacity, outNeeded);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_outcome_name(int outcome, MemorySegment outName) {
        try {
            return (int) akkoord_outcome_name.invokeExact(outcome, outName);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_reason_name(int reason, MemorySegment outName) {
        try {
            return (int) akkoord_reason_name.invokeExact(reason, outName);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_verdict_for_consulter(MemorySegment verdict, MemorySegment outVerdict) {
        try {
            return (int) akkoord_verdict_for_consulter.invokeExact(verdict, outVerdict);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_version() {
        try {
            return (int) akkoord_version.invokeExact();
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_abi_version() {
        try {
            return (int) akkoord_abi_version.invokeExact();
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }

    int akkoord_version_text(MemorySegment outText) {
        try {
            return (int) akkoord_version_text.invokeExact(outText);
        } catch (Throwable thrown) {
            throw thrown(thrown);
        }
    }
}
