/**
 * @file akkoord.hpp
 * @brief akkoord for C++17: header only, over akkoord.h. Handles free themselves; no call throws.
 *
 * Each call that can fail gives a `Result<T>`. Look at it (`if (result)`), or say `result.value()`, which throws `akkoord::Exception`
 * on an error; where exceptions are switched off it ends the process instead of going on with nothing.
 *
 * Threads and lifetimes are those of akkoord.h: `const` objects may be shared between threads; string views in a `Verdict` are part of
 * the object that decided.
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#ifndef AKKOORD_HPP
#define AKKOORD_HPP

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
#if defined(__cpp_exceptions)
#include <stdexcept>
#endif

#include "akkoord.h"

namespace akkoord {

/** A text of C++ as akkoord.h takes it. */
inline akkoord_text text(std::string_view view) noexcept { return {view.data(), view.size()}; }

/** A view of akkoord.h as C++ takes it. */
inline std::string_view view(akkoord_text text) noexcept {
    return text.length == 0 ? std::string_view{} : std::string_view{text.data, text.length};
}

/** The version of the library that runs: `0.1.0`. Valid for ever. */
inline std::string_view version() noexcept {
    akkoord_text text{};
    return akkoord_version_text(&text) == AKKOORD_OK ? view(text) : std::string_view{};
}

/** What was wrong: code, where, and what to do. Never holds a patient id or text of a document. */
struct [[nodiscard]] Error {
    std::uint32_t code = AKKOORD_OK; /**< one of AKKOORD_ERROR_*; AKKOORD_OK: nothing */
    std::uint64_t line = 0;          /**< counted from 1; 0 for what was not read from text */
    std::string path;                /**< field names and places in lists, or the name of a parameter */
    std::string message;             /**< what to do */

    /** The stable name of the code: `unknown_field`. */
    std::string_view name() const noexcept {
        akkoord_text name{};
        return akkoord_result_name(code, &name) == AKKOORD_OK ? view(name) : std::string_view{};
    }
};

#if defined(__cpp_exceptions)
/** An error, for who prefers exceptions: thrown by `Result::value()`, by nothing else. */
class Exception : public std::runtime_error {
public:
    /** Its `what()` is the message. */
    explicit Exception(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
    /** Code, where, and what to do. */
    const Error &error() const noexcept { return error_; }

private:
    Error error_;
};
#endif

/** A value, or why there is none. */
template <typename T> class [[nodiscard]] Result {
public:
    /** A value. */
    Result(T value) : held_(std::move(value)) {}
    /** Why there is none. */
    Result(Error error) : held_(std::move(error)) {}

    /** Whether there is a value. */
    explicit operator bool() const noexcept { return std::holds_alternative<T>(held_); }
    /** The error; its code is AKKOORD_OK where there is a value. */
    const Error &error() const noexcept {
        static const Error none;
        const Error *error = std::get_if<Error>(&held_);
        return error == nullptr ? none : *error;
    }
    /** The value; without one it throws `Exception`, or ends the process where exceptions are switched off. */
    T &value() & { return get(); }
    /** By value, so that `for (auto &x : call().value())` has something to hold on to. */
    T value() && { return std::move(get()); }

private:
    T &get() {
        if (T *value = std::get_if<T>(&held_)) {
            return *value;
        }
#if defined(__cpp_exceptions)
        throw Exception(error());
#else
        std::abort();
#endif
    }
    std::variant<T, Error> held_;
};

namespace detail {
template <auto Free> struct Freed {
    template <typename T> void operator()(T *handle) const noexcept { Free(handle); }
};
template <typename T, auto Free> using Handle = std::unique_ptr<T, Freed<Free>>;

using ErrorHandle = Handle<akkoord_error, akkoord_error_free>;
using OutputHandle = Handle<akkoord_output, akkoord_output_free>;

/** The error of a code that nothing more is known about. */
inline Error error_of(std::uint32_t code) {
    Error error;
    error.code = code;
    akkoord_text advice{};
    if (akkoord_result_advice(code, &advice) == AKKOORD_OK) {
        error.message = std::string(view(advice));
    }
    return error;
}

/** A place for what was wrong, taken along into a call. */
class Told {
public:
    Told() {
        akkoord_error *handle = nullptr;
        if (akkoord_error_new(&handle) == AKKOORD_OK) {
            handle_.reset(handle); // without one there is the code, and what it means
        }
    }
    akkoord_error *get() const noexcept { return handle_.get(); }

    Error error(std::uint32_t code) const {
        Error error = error_of(code);
        akkoord_text path{};
        akkoord_text message{};
        if (handle_ && akkoord_error_path(handle_.get(), &path) == AKKOORD_OK &&
            akkoord_error_message(handle_.get(), &message) == AKKOORD_OK &&
            akkoord_error_line(handle_.get(), &error.line) == AKKOORD_OK) {
            error.path = std::string(view(path));
            error.message = std::string(view(message));
        }
        return error;
    }

private:
    ErrorHandle handle_;
};

/** The text that a call writes. */
template <typename Call> Result<std::string> written(Call call) {
    akkoord_output *output = nullptr;
    std::uint32_t code = akkoord_output_new(&output);
    OutputHandle handle(output);
    akkoord_text text{};
    if (code == AKKOORD_OK) {
        code = call(output);
    }
    if (code == AKKOORD_OK) {
        code = akkoord_output_text(output, &text);
    }
    if (code != AKKOORD_OK) {
        return error_of(code);
    }
    return std::string(view(text));
}
} // namespace detail

/** R22. Whoever enforces treats all but `permit` as no. */
enum class Outcome : std::uint32_t {
    deny = AKKOORD_OUTCOME_DENY,
    permit = AKKOORD_OUTCOME_PERMIT,
    not_applicable = AKKOORD_OUTCOME_NOT_APPLICABLE,
    indeterminate = AKKOORD_OUTCOME_INDETERMINATE,
};

/** The language of an explanation. */
enum class Lang : std::uint32_t { nl = AKKOORD_LANG_NL, en = AKKOORD_LANG_EN };

/** R24: who reads an explanation. */
enum class Audience : std::uint32_t {
    patient = AKKOORD_AUDIENCE_PATIENT,
    holder = AKKOORD_AUDIENCE_HOLDER,
    consulter = AKKOORD_AUDIENCE_CONSULTER,
};

/** R13. */
enum class Treatment : std::uint32_t {
    not_asserted = AKKOORD_TREATMENT_NOT_ASSERTED,
    asserted = AKKOORD_TREATMENT_ASSERTED,
    denied = AKKOORD_TREATMENT_DENIED,
};

/** A closed query. The texts are views: keep them alive for the call. */
struct Query {
    std::string_view holder_id;                     /**< who keeps the record; not empty */
    std::string_view holder_type;                   /**< a code of the catalogue: `Z3` */
    std::string_view consulter_id;                  /**< who asks; not empty */
    std::string_view consulter_type;                /**< a code of the catalogue: `N6` */
    std::string_view data;                          /**< the data category: `GGC002` */
    std::string_view purpose;                       /**< R12; empty: `TREAT` */
    Treatment treatment = Treatment::not_asserted;  /**< not asserted: indeterminate (R13) */
    bool connected = true;                          /**< R14 */
    std::int64_t at = 0;                            /**< microseconds since 1970-01-01T00:00:00Z */

    /** As akkoord.h takes it: views of the same texts. */
    akkoord_query to_c() const noexcept {
        akkoord_query query = AKKOORD_QUERY_INIT;
        query.at = at;
        query.holder_id = text(holder_id);
        query.holder_type = text(holder_type);
        query.consulter_id = text(consulter_id);
        query.consulter_type = text(consulter_type);
        query.data = text(data);
        query.purpose = text(purpose);
        query.treatment_relationship = static_cast<std::uint32_t>(treatment);
        query.holder_connected = connected ? AKKOORD_HOLDER_CONNECTED : AKKOORD_HOLDER_NOT_CONNECTED;
        return query;
    }
};

/** What is decided. A fresh one is a deny. The texts are views of the object that decided. */
class Verdict {
public:
    /** A deny without a reason. */
    Verdict() noexcept : verdict_{} {}
    /** Of akkoord.h. */
    explicit Verdict(const akkoord_verdict &verdict) noexcept : verdict_(verdict) {}

    /** The one question that matters (R22). */
    bool permits() const noexcept {
        return verdict_.result == AKKOORD_OK && verdict_.outcome == AKKOORD_OUTCOME_PERMIT;
    }
    /** What is decided (R22). */
    Outcome outcome() const noexcept { return static_cast<Outcome>(verdict_.outcome); }
    /** One of AKKOORD_REASON_*. */
    std::uint32_t reason() const noexcept { return verdict_.reason; }
    /** In a batch: the code of this query. */
    std::uint32_t result() const noexcept { return verdict_.result; }
    /** In the wire format: `permit`. Valid for ever. */
    std::string_view outcome_name() const noexcept {
        akkoord_text name{};
        return akkoord_outcome_name(verdict_.outcome, &name) == AKKOORD_OK ? view(name) : std::string_view{};
    }
    /** In the wire format: `individual_yes`. Valid for ever. */
    std::string_view reason_name() const noexcept {
        akkoord_text name{};
        return akkoord_reason_name(verdict_.reason, &name) == AKKOORD_OK ? view(name) : std::string_view{};
    }
    /** The id of the option (R23); empty before R4. */
    std::string_view option() const noexcept { return view(verdict_.option); }
    /** The id of the deciding choice; empty if none decided, and where a population decided (ask `Profile::choice`). */
    std::string_view decided_by() const noexcept { return view(verdict_.decided_by); }
    /** The place of the deciding choice in its profile, counted from 1; 0 if no choice decided. */
    std::uint32_t decided_by_place() const noexcept { return verdict_.decided_by_place; }
    /** The first instant after `at` with another decision, in microseconds since 1970-01-01T00:00:00Z; AKKOORD_NEVER if none. */
    std::int64_t valid_until() const noexcept { return verdict_.valid_until; }
    /** R24: what a consulter may know of it: the outcome and the result, and nothing else. */
    Verdict for_consulter() const noexcept {
        akkoord_verdict told{};
        const std::uint32_t code = akkoord_verdict_for_consulter(&verdict_, &told);
        return code == AKKOORD_OK ? Verdict(told) : Verdict();
    }
    /** For calls of akkoord.h. */
    const akkoord_verdict &c() const noexcept { return verdict_; }

private:
    akkoord_verdict verdict_;
};

/** The choices of one patient. */
class Profile {
public:
    /** Takes a handle of akkoord.h, which it frees. */
    explicit Profile(akkoord_profile *handle) noexcept : handle_(handle) {}
    /** For calls of akkoord.h: borrowed, it stays yours. */
    const akkoord_profile *c() const noexcept { return handle_.get(); }
    /** The canonical form. Holds the patient id: do not log it. */
    Result<std::string> json() const {
        return detail::written([this](akkoord_output *output) { return akkoord_profile_json(c(), output); });
    }
    /** The id of a choice by its place, counted from 1. */
    Result<std::string_view> choice(std::uint32_t place) const {
        akkoord_text id{};
        const std::uint32_t code = akkoord_profile_choice(c(), place, &id);
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return view(id);
    }

private:
    detail::Handle<akkoord_profile, akkoord_profile_free> handle_;
};

/** A query that is prepared once, for any number of profiles. Keeps its own texts. */
class PreparedQuery {
public:
    /** Takes a handle of akkoord.h, which it frees. */
    explicit PreparedQuery(akkoord_prepared_query *handle) noexcept : handle_(handle) {}
    /** For calls of akkoord.h: borrowed, it stays yours. */
    const akkoord_prepared_query *c() const noexcept { return handle_.get(); }

private:
    detail::Handle<akkoord_prepared_query, akkoord_prepared_query_free> handle_;
};

/** A profile at an instant, ready to decide. */
class Compiled {
public:
    /** Takes a handle of akkoord.h, which it frees. */
    explicit Compiled(akkoord_compiled *handle) noexcept : handle_(handle) {}
    /** For calls of akkoord.h: borrowed, it stays yours. */
    const akkoord_compiled *c() const noexcept { return handle_.get(); }

    /** The fastest way: a query that was prepared. Allocates nothing. */
    Result<Verdict> decide(const PreparedQuery &prepared) const {
        akkoord_verdict verdict{};
        return told(akkoord_compiled_decide(c(), prepared.c(), &verdict), verdict);
    }
    /** A query as it stands. Allocates nothing. */
    Result<Verdict> decide(const Query &query) const {
        const akkoord_query asked = query.to_c();
        akkoord_verdict verdict{};
        return told(akkoord_compiled_decide_query(c(), &asked, &verdict), verdict);
    }
    /** Each with its own `result()`. */
    Result<std::vector<Verdict>> decide(const std::vector<Query> &queries) const {
        std::vector<akkoord_query> asked;
        asked.reserve(queries.size());
        for (const Query &query : queries) {
            asked.push_back(query.to_c());
        }
        std::vector<akkoord_verdict> verdicts(asked.size(), akkoord_verdict{});
        const std::uint32_t code =
            akkoord_compiled_decide_batch(c(), asked.data(), asked.size(), verdicts.data());
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return std::vector<Verdict>(verdicts.begin(), verdicts.end());
    }
    /** From then on, compile anew; AKKOORD_NEVER if nothing happens any more. */
    std::int64_t valid_until() const noexcept {
        std::int64_t until = 0;
        return akkoord_compiled_valid_until(c(), &until) == AKKOORD_OK ? until : 0;
    }

private:
    static Result<Verdict> told(std::uint32_t code, const akkoord_verdict &verdict) {
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return Verdict(verdict);
    }
    detail::Handle<akkoord_compiled, akkoord_compiled_free> handle_;
};

/** A decision with its grounds. */
class Decision {
public:
    /** Takes a handle of akkoord.h, which it frees. */
    explicit Decision(akkoord_decision *handle) noexcept : handle_(handle) {}
    /** For calls of akkoord.h: borrowed, it stays yours. */
    const akkoord_decision *c() const noexcept { return handle_.get(); }

    /** In short. */
    Verdict verdict() const noexcept {
        akkoord_verdict verdict{};
        verdict.result = akkoord_decision_verdict(c(), &verdict);
        return Verdict(verdict);
    }
    /** The decision in the wire format. */
    Result<std::string> json() const {
        return detail::written([this](akkoord_output *output) { return akkoord_decision_json(c(), output); });
    }
    /** R24: the outcome and the data, and nothing else. */
    Result<std::string> json_for_consulter() const {
        return detail::written(
            [this](akkoord_output *output) { return akkoord_decision_json_for_consulter(c(), output); });
    }
    /** In plain language, for who reads it (R24). */
    Result<std::string> explain(Lang lang, Audience audience) const {
        return detail::written([&](akkoord_output *output) {
            return akkoord_decision_explain(c(), static_cast<std::uint32_t>(lang),
                                            static_cast<std::uint32_t>(audience), output);
        });
    }
    /** The choices that did not decide, from the highest rank to the lowest: views of this decision. */
    std::vector<akkoord_outweighed> outweighed() const {
        std::size_t count = 0;
        if (akkoord_decision_outweighed_count(c(), &count) != AKKOORD_OK) {
            return {};
        }
        std::vector<akkoord_outweighed> all(count, akkoord_outweighed{});
        for (std::size_t index = 0; index < count; ++index) {
            if (akkoord_decision_outweighed(c(), index, &all[index]) != AKKOORD_OK) {
                return {};
            }
        }
        return all;
    }

private:
    detail::Handle<akkoord_decision, akkoord_decision_free> handle_;
};

class Population;

/** A switch that stops the running calls of every engine that was made with it, from any thread. */
class Cancel {
public:
    /** Takes a handle of akkoord.h, which it frees. */
    explicit Cancel(akkoord_cancel *handle) noexcept : handle_(handle) {}
    /** For calls of akkoord.h: borrowed, it stays yours. */
    const akkoord_cancel *c() const noexcept { return handle_.get(); }

    /** A new one, which is not set. */
    static Result<Cancel> make() {
        akkoord_cancel *handle = nullptr;
        const std::uint32_t code = akkoord_cancel_new(&handle);
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return Cancel(handle);
    }
    /** Calls stop with AKKOORD_ERROR_CANCELLED while it is set; AKKOORD_OK or the error. */
    Error set(bool cancelled) const {
        const std::uint32_t code = akkoord_cancel_set(c(), cancelled ? 1 : 0);
        return code == AKKOORD_OK ? Error{} : detail::error_of(code);
    }

private:
    detail::Handle<akkoord_cancel, akkoord_cancel_free> handle_;
};

/** What one call may cost, at most; what is zero is as without limits of your own. */
struct Limits {
    std::uint64_t steps = 0;        /**< looks at one choice, holder or cell; 0: 100,000,000 */
    std::uint64_t answer_bytes = 0; /**< of one answer as JSON; 0: 64 MiB */
    const Cancel *cancel = nullptr; /**< stops calls; need not live longer than the call that takes it */
};

/** The rules engine. Make one for the process and share it. */
class Engine {
public:
    /** Takes a handle of akkoord.h, which it frees. */
    explicit Engine(akkoord_engine *handle) noexcept : handle_(handle) {}
    /** For calls of akkoord.h: borrowed, it stays yours. */
    const akkoord_engine *c() const noexcept { return handle_.get(); }

    /** With the catalogue and the rule set of Mitz. */
    static Result<Engine> mitz() {
        akkoord_engine *handle = nullptr;
        const std::uint32_t code = akkoord_engine_new_mitz(&handle);
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return Engine(handle);
    }
    /** With a catalogue and a rule set of your own. */
    static Result<Engine> from_json(std::string_view catalogue, std::string_view ruleset) {
        const detail::Told told;
        akkoord_engine *handle = nullptr;
        const std::uint32_t code =
            akkoord_engine_new_from_json(catalogue.data(), catalogue.size(), ruleset.data(),
                                         ruleset.size(), told.get(), &handle);
        if (code != AKKOORD_OK) {
            return told.error(code);
        }
        return Engine(handle);
    }
    /** The same engine with limits of its own. */
    Result<Engine> with_limits(const Limits &limits) const {
        akkoord_limits given = AKKOORD_LIMITS_INIT;
        given.steps = limits.steps;
        given.answer_bytes = limits.answer_bytes;
        given.cancel = limits.cancel == nullptr ? nullptr : limits.cancel->c();
        akkoord_engine *handle = nullptr;
        const std::uint32_t code = akkoord_engine_with_limits(c(), &given, &handle);
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return Engine(handle);
    }
    /** Reads a profile of the wire format, strictly: the first fault is the error. */
    Result<Profile> read_profile(std::string_view json) const {
        const detail::Told told;
        akkoord_profile *handle = nullptr;
        const std::uint32_t code =
            akkoord_profile_new_from_json(c(), json.data(), json.size(), told.get(), &handle);
        if (code != AKKOORD_OK) {
            return told.error(code);
        }
        return Profile(handle);
    }
    /** Works a profile out for an instant, in microseconds since 1970-01-01T00:00:00Z: deciding is then looking up. */
    Result<Compiled> compile(const Profile &profile, std::int64_t at) const {
        const detail::Told told;
        akkoord_compiled *handle = nullptr;
        const std::uint32_t code = akkoord_compiled_new(c(), profile.c(), at, told.get(), &handle);
        if (code != AKKOORD_OK) {
            return told.error(code);
        }
        return Compiled(handle);
    }
    /** Prepares a query for any number of profiles of this catalogue. Copies its texts. */
    Result<PreparedQuery> prepare(const Query &query) const {
        const detail::Told told;
        const akkoord_query asked = query.to_c();
        akkoord_prepared_query *handle = nullptr;
        const std::uint32_t code = akkoord_prepared_query_new(c(), &asked, told.get(), &handle);
        if (code != AKKOORD_OK) {
            return told.error(code);
        }
        return PreparedQuery(handle);
    }
    /** Decides with the grounds, without compiling anything. */
    Result<Decision> decide(const Profile &profile, const Query &query) const {
        const detail::Told told;
        const akkoord_query asked = query.to_c();
        akkoord_decision *handle = nullptr;
        const std::uint32_t code = akkoord_decision_new(c(), profile.c(), &asked, told.get(), &handle);
        if (code != AKKOORD_OK) {
            return told.error(code);
        }
        return Decision(handle);
    }
    /** One line in, one line out: the same bytes as the program `akkoord evaluate`. */
    Result<std::string> evaluate_json(std::string_view line, std::uint64_t number = 1) const {
        return detail::written([&](akkoord_output *output) {
            return akkoord_evaluate_json(c(), line.data(), line.size(), number, output);
        });
    }
    /** As `evaluate_json`, for every question that can be asked of a profile (R27-R40). */
    Result<std::string> answer_json(std::string_view line, std::uint64_t number = 1) const {
        return detail::written([&](akkoord_output *output) {
            return akkoord_answer_json(c(), line.data(), line.size(), number, output);
        });
    }
    /** `mitz-3960100`: a view, valid as long as the engine. */
    std::string_view catalogue_id() const noexcept {
        akkoord_text id{};
        return akkoord_engine_catalogue_id(c(), &id) == AKKOORD_OK ? view(id) : std::string_view{};
    }
    /** `mitz-2026-11`: a view, valid as long as the engine. */
    std::string_view ruleset_name() const noexcept {
        akkoord_text name{};
        return akkoord_engine_ruleset_name(c(), &name) == AKKOORD_OK ? view(name) : std::string_view{};
    }
    /** What the rule set says, as 16 hexadecimal digits: a view, valid as long as the engine. */
    std::string_view ruleset_digest() const noexcept {
        akkoord_text digest{};
        return akkoord_engine_ruleset_digest(c(), &digest) == AKKOORD_OK ? view(digest) : std::string_view{};
    }
    /** The catalogue as a document, to begin a catalogue of your own with. */
    Result<std::string> catalogue_json() const {
        return detail::written(
            [this](akkoord_output *output) { return akkoord_engine_catalogue_json(c(), output); });
    }
    /** The rule set as a document, to begin a rule set of your own with. */
    Result<std::string> ruleset_json() const {
        return detail::written(
            [this](akkoord_output *output) { return akkoord_engine_ruleset_json(c(), output); });
    }
    /** An empty population at an instant, with room for so many patients (it grows). */
    Result<Population> population(std::int64_t at, std::size_t patients) const;

private:
    detail::Handle<akkoord_engine, akkoord_engine_free> handle_;
};

/** Many patients at an instant. Changing it takes a non-const object: nobody may ask meanwhile. */
class Population {
public:
    /** Takes a handle of akkoord.h, which it frees. */
    explicit Population(akkoord_population *handle) noexcept : handle_(handle) {}
    /** For calls of akkoord.h: borrowed, it stays yours. */
    const akkoord_population *c() const noexcept { return handle_.get(); }

    /** Puts a patient in, or replaces the profile; AKKOORD_OK or the error. */
    Error put(const Profile &profile) {
        const detail::Told told;
        const std::uint32_t code = akkoord_population_put(handle_.get(), profile.c(), told.get());
        return code == AKKOORD_OK ? Error{} : told.error(code);
    }
    /** Goes to another instant; AKKOORD_OK or the error. */
    Error go_to(std::int64_t at) {
        const detail::Told told;
        const std::uint32_t code = akkoord_population_go_to(handle_.get(), at, told.get());
        return code == AKKOORD_OK ? Error{} : told.error(code);
    }
    /** How many patients. */
    std::size_t count() const noexcept {
        std::size_t count = 0;
        return akkoord_population_count(c(), &count) == AKKOORD_OK ? count : 0;
    }
    /** A query for a patient; an unknown patient has made no choice. */
    Result<Verdict> decide(std::string_view patient, const Query &query) const {
        const akkoord_query asked = query.to_c();
        akkoord_verdict verdict{};
        const std::uint32_t code =
            akkoord_population_decide(c(), patient.data(), patient.size(), &asked, &verdict);
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return Verdict(verdict);
    }
    /** Each query for the patient at the same place; each with its own `result()`. */
    Result<std::vector<Verdict>> decide(const std::vector<std::string_view> &patients,
                                        const std::vector<Query> &queries) const {
        if (patients.size() != queries.size()) {
            return detail::error_of(AKKOORD_ERROR_LENGTH_OUT_OF_RANGE);
        }
        std::vector<akkoord_text> ids;
        std::vector<akkoord_query> asked;
        ids.reserve(patients.size());
        asked.reserve(queries.size());
        for (std::size_t place = 0; place < queries.size(); ++place) {
            ids.push_back(text(patients[place]));
            asked.push_back(queries[place].to_c());
        }
        std::vector<akkoord_verdict> verdicts(asked.size(), akkoord_verdict{});
        const std::uint32_t code = akkoord_population_decide_batch(c(), ids.data(), asked.data(),
                                                                   asked.size(), verdicts.data());
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return std::vector<Verdict>(verdicts.begin(), verdicts.end());
    }
    /** A record batch of closed queries over the Arrow C Data Interface. `queries` is moved: the library releases it. What comes out is
        yours to release. */
    Error decide_arrow(ArrowArray &queries, const ArrowSchema &schema, ArrowArray &decisions,
                       ArrowSchema &decisions_schema) const {
        const detail::Told told;
        const std::uint32_t code = akkoord_population_decide_arrow(
            c(), &queries, &schema, told.get(), &decisions, &decisions_schema);
        return code == AKKOORD_OK ? Error{} : told.error(code);
    }
    /** The profile of a patient, as it was put in. */
    Result<Profile> profile(std::string_view patient) const {
        akkoord_profile *handle = nullptr;
        const std::uint32_t code =
            akkoord_population_profile(c(), patient.data(), patient.size(), &handle);
        if (code != AKKOORD_OK) {
            return detail::error_of(code);
        }
        return Profile(handle);
    }
    /** With the grounds, at any instant. */
    Result<Decision> decision(std::string_view patient, const Query &query) const {
        const detail::Told told;
        const akkoord_query asked = query.to_c();
        akkoord_decision *handle = nullptr;
        const std::uint32_t code = akkoord_population_decision(c(), patient.data(), patient.size(),
                                                               &asked, told.get(), &handle);
        if (code != AKKOORD_OK) {
            return told.error(code);
        }
        return Decision(handle);
    }

private:
    detail::Handle<akkoord_population, akkoord_population_free> handle_;
};

inline Result<Population> Engine::population(std::int64_t at, std::size_t patients) const {
    akkoord_population *handle = nullptr;
    const std::uint32_t code = akkoord_population_new(c(), at, patients, &handle);
    if (code != AKKOORD_OK) {
        return detail::error_of(code);
    }
    return Population(handle);
}

/** Reads an instant of RFC 3339 with an offset: microseconds since 1970-01-01T00:00:00Z. */
inline Result<std::int64_t> parse_instant(std::string_view text) {
    std::int64_t at = 0;
    const std::uint32_t code = akkoord_instant_parse(text.data(), text.size(), &at);
    if (code != AKKOORD_OK) {
        return detail::error_of(code);
    }
    return at;
}

/** Writes an instant as RFC 3339 in UTC. */
inline Result<std::string> format_instant(std::int64_t at) {
    return detail::written([at](akkoord_output *output) { return akkoord_instant_format(at, output); });
}

} // namespace akkoord

#endif // AKKOORD_HPP
