// Both headers from C++17, each included twice, without exceptions too. An error leaves no older answer.
#include "akkoord.h"
#include "akkoord.h"
#include "akkoord.hpp"
#include "akkoord.hpp"

namespace {

const char PROFILE[] = "{\"patient\":{\"id\":\"999990019\"},\"choices\":[{\"id\":\"c1\",\"answer\":\"yes\","
                       "\"scope\":{\"level\":\"blanket\"},\"channel\":\"mijn_mitz\","
                       "\"decided_at\":\"2026-01-02T10:00:00Z\",\"recorded_at\":\"2026-01-02T10:00:00Z\"}]}";

akkoord::Query query(std::int64_t at) {
    akkoord::Query query;
    query.holder_id = "ura:90000018";
    query.holder_type = "J8";
    query.consulter_id = "ura:90000033";
    query.consulter_type = "N6";
    query.data = "GGC013";
    query.treatment = akkoord::Treatment::asserted;
    query.at = at;
    return query;
}

bool is_refused(const akkoord_verdict &verdict, std::uint32_t code) {
    return verdict.outcome == AKKOORD_OUTCOME_DENY && verdict.result == code && verdict.decided_by.data == nullptr &&
           verdict.decided_by.length == 0 && !akkoord::Verdict(verdict).permits();
}

bool an_error_leaves_no_permit(const akkoord::Engine &engine) {
    const std::int64_t at = akkoord::parse_instant("2026-06-01T12:00:00Z").value();
    const akkoord::Profile profile = engine.read_profile(PROFILE).value();
    const akkoord::Compiled compiled = engine.compile(profile, at).value();
    akkoord::Query good = query(at);
    akkoord::Query bad = good;
    bad.holder_id = {};
    const akkoord_query asked[2] = {good.to_c(), bad.to_c()};
    akkoord_verdict verdict{};
    const bool permits = akkoord_compiled_decide_query(compiled.c(), &asked[0], &verdict) == AKKOORD_OK &&
                         verdict.outcome == AKKOORD_OUTCOME_PERMIT;
    const std::uint32_t code = akkoord_compiled_decide_query(compiled.c(), &asked[1], &verdict);
    akkoord::Result<akkoord::Verdict> result = compiled.decide(good);
    const bool first = bool(result) && result.value().permits() && result.error().code == AKKOORD_OK;
    result = compiled.decide(bad);
    akkoord::Population population = engine.population(at, 1).value();
    const bool is_put = population.put(profile).code == AKKOORD_OK;
    akkoord::Result<akkoord::Verdict> there = population.decide("999990019", good);
    akkoord::Result<akkoord::Verdict> refused = population.decide("999990019", bad);
    return permits && code == AKKOORD_ERROR_EMPTY_STRING && is_refused(verdict, code) && first && !result &&
           result.error().code == code && is_put && bool(there) && there.value().permits() && !refused &&
           refused.error().code == code;
}

bool macros_are_those_of_c() {
    akkoord_query query = AKKOORD_QUERY_INIT;
    const akkoord_limits limits = AKKOORD_LIMITS_INIT;
    query.data = AKKOORD_TEXT("GGC013");
    return akkoord::view(query.data) == "GGC013" && query.size == sizeof query &&
           query.treatment_relationship == AKKOORD_TREATMENT_NOT_ASSERTED && limits.size == sizeof limits;
}

bool limits_and_consulters(const akkoord::Engine &engine) {
    const std::int64_t at = akkoord::parse_instant("2026-06-01T12:00:00Z").value();
    const akkoord::Profile profile = engine.read_profile(PROFILE).value();
    akkoord::Limits limits;
    limits.steps = 1;
    const auto limited = engine.with_limits(limits).value().decide(profile, query(at));
    const akkoord::Cancel cancel = akkoord::Cancel::make().value();
    limits = akkoord::Limits{};
    limits.cancel = &cancel;
    const akkoord::Engine stopped = engine.with_limits(limits).value();
    if (cancel.set(true).code != AKKOORD_OK || cancel.set(false).code != AKKOORD_OK) {
        return false;
    }
    const akkoord::Decision decision = stopped.decide(profile, query(at)).value();
    const akkoord::Verdict told = decision.verdict().for_consulter();
    return !limited && limited.error().code == AKKOORD_ERROR_TOO_MUCH_WORK && told.permits() && told.reason() == 0 &&
           told.decided_by().empty() &&
           decision.json_for_consulter().value() == "{\"data\":\"GGC013\",\"decision\":\"permit\"}";
}

} // namespace

int main() {
    akkoord::Result<akkoord::Engine> engine = akkoord::Engine::mitz();
    if (!engine) {
        return 1;
    }
    const akkoord::Result<akkoord::Profile> profile = engine.value().read_profile("{");
    const akkoord::Verdict fresh;
    return profile || profile.error().code != AKKOORD_ERROR_INVALID_JSON || profile.error().name() != "invalid_json" ||
                   fresh.permits() || !macros_are_those_of_c() ||
                   !an_error_leaves_no_permit(engine.value()) || !limits_and_consulters(engine.value())
               ? 1
               : 0;
}
