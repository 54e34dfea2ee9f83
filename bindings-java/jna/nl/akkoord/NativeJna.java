// Made by `cargo xtask header` from akkoord.h: do not edit.
package nl.akkoord;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** The functions of akkoord.h for JNA. Results are uint32_t, handles and structs are pointers, size_t is 64 bits. */
interface NativeJna extends Library {
    int akkoord_population_decide_arrow(Pointer population, Pointer queries, Pointer schema, Pointer outError, Pointer outArray, Pointer outSchema);

    int akkoord_engine_with_limits(Pointer engine, Pointer limits, PointerByReference outEngine);

    int akkoord_cancel_new(PointerByReference outCancel);

    int akkoord_cancel_set(Pointer cancel, int cancelled);

    void akkoord_cancel_free(Pointer cancel);

    int akkoord_compiled_new(Pointer engine, Pointer profile, long at, Pointer outError, PointerByReference outCompiled);

    void akkoord_compiled_free(Pointer compiled);

    int akkoord_compiled_valid_until(Pointer compiled, LongByReference outValidUntil);

    int akkoord_compiled_decide(Pointer compiled, Pointer prepared, Pointer outVerdict);

    int akkoord_compiled_decide_query(Pointer compiled, Pointer query, Pointer outVerdict);

    int akkoord_compiled_decide_batch(Pointer compiled, Pointer queries, long count, Pointer outVerdicts);

    int akkoord_decision_new(Pointer engine, Pointer profile, Pointer query, Pointer outError, PointerByReference outDecision);

    void akkoord_decision_free(Pointer decision);

    int akkoord_decision_verdict(Pointer decision, Pointer outVerdict);

    int akkoord_decision_outweighed_count(Pointer decision, LongByReference outCount);

    int akkoord_decision_outweighed(Pointer decision, long index, Pointer outOutweighed);

    int akkoord_decision_json(Pointer decision, Pointer outText);

    int akkoord_decision_json_for_consulter(Pointer decision, Pointer outText);

    int akkoord_decision_explain(Pointer decision, int lang, int audience, Pointer outText);

    int akkoord_engine_new_mitz(PointerByReference outEngine);

    int akkoord_engine_new_from_json(byte[] catalogue, long catalogueLength, byte[] ruleset, long rulesetLength, Pointer outError, PointerByReference outEngine);

    void akkoord_engine_free(Pointer engine);

    int akkoord_engine_catalogue_id(Pointer engine, Pointer outId);

    int akkoord_engine_ruleset_name(Pointer engine, Pointer outName);

    int akkoord_engine_ruleset_digest(Pointer engine, Pointer outDigest);

    int akkoord_engine_catalogue_json(Pointer engine, Pointer outText);

    int akkoord_engine_ruleset_json(Pointer engine, Pointer outText);

    int akkoord_error_new(PointerByReference outError);

    void akkoord_error_free(Pointer error);

    int akkoord_error_code(Pointer error, IntByReference outCode);

    int akkoord_error_line(Pointer error, LongByReference outLine);

    int akkoord_error_path(Pointer error, Pointer outPath);

    int akkoord_error_message(Pointer error, Pointer outMessage);

    int akkoord_result_name(int code, Pointer outName);

    int akkoord_result_advice(int code, Pointer outAdvice);

    int akkoord_evaluate_json(Pointer engine, byte[] line, long length, long number, Pointer outText);

    int akkoord_answer_json(Pointer engine, byte[] line, long length, long number, Pointer outText);

    int akkoord_population_new(Pointer engine, long at, long patients, PointerByReference outPopulation);

    void akkoord_population_free(Pointer population);

    int akkoord_population_put(Pointer population, Pointer profile, Pointer outError);

    int akkoord_population_go_to(Pointer population, long at, Pointer outError);

    int akkoord_population_count(Pointer population, LongByReference outCount);

    int akkoord_population_decide(Pointer population, byte[] patient, long patientLength, Pointer query, Pointer outVerdict);

    int akkoord_population_decide_batch(Pointer population, Pointer patients, Pointer queries, long count, Pointer outVerdicts);

    int akkoord_population_profile(Pointer population, byte[] patient, long patientLength, PointerByReference outProfile);

    int akkoord_population_decision(Pointer population, byte[] patient, long patientLength, Pointer query, Pointer outError, PointerByReference outDecision);

    int akkoord_profile_new_from_json(Pointer engine, byte[] json, long length, Pointer outError, PointerByReference outProfile);

    void akkoord_profile_free(Pointer profile);

    int akkoord_profile_json(Pointer profile, Pointer outText);

    int akkoord_profile_choice(Pointer profile, int choice, Pointer outId);

    int akkoord_prepared_query_new(Pointer engine, Pointer query, Pointer outError, PointerByReference outPrepared);

    void akkoord_prepared_query_free(Pointer prepared);

    int akkoord_instant_parse(byte[] text, long length, LongByReference outAt);

    int akkoord_instant_format(long at, Pointer outText);

    int akkoord_output_new(PointerByReference outOutput);

    void akkoord_output_free(Pointer output);

    int akkoord_output_text(Pointer output, Pointer outText);

    int akkoord_output_copy(Pointer output, byte[] buffer, long capacity, LongByReference outNeeded);

    int akkoord_outcome_name(int outcome, Pointer outName);

    int akkoord_reason_name(int reason, Pointer outName);

    int akkoord_verdict_for_consulter(Pointer verdict, Pointer outVerdict);

    int akkoord_version();

    int akkoord_abi_version();

    int akkoord_version_text(Pointer outText);
}
