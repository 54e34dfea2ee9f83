// A GP system in C++17, over akkoord.hpp.
//
//   gp_system story           a request from the out-of-hours post, from beginning to end
//   gp_system evaluate FILE   one line in, one line out, as `akkoord evaluate`
//   gp_system answer FILE     the same for every question that can be asked of a profile
#include <akkoord.hpp>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#ifdef _WIN32
#include <cstdio>
#include <fcntl.h>
#include <io.h>
#endif

namespace {

std::string_view or_dash(std::string_view text) { return text.empty() ? std::string_view("-") : text; }

// "permit (individual_yes), option 1.1, by st-1, for good"
void print(const akkoord::Verdict &verdict) {
    std::cout << verdict.outcome_name() << " (" << verdict.reason_name() << "), option " << or_dash(verdict.option())
              << ", by " << or_dash(verdict.decided_by());
    if (verdict.valid_until() == AKKOORD_NEVER) {
        std::cout << ", for good\n";
    } else {
        std::cout << ", until " << akkoord::format_instant(verdict.valid_until()).value() << "\n";
    }
}

// What only tells whether it went well.
void must(const akkoord::Error &error) {
    if (error.code != AKKOORD_OK) {
        throw akkoord::Exception(error);
    }
}

std::string name_of(std::uint32_t code) {
    akkoord::Error error;
    error.code = code;
    return std::string(error.name());
}

// Mrs Stolwijk (invented), as the register gave her: she said yes at the out-of-hours post, for this GP and this pharmacy.
constexpr std::string_view PROFILE =
    R"({"patient":{"id":"999901424","born":"1963-09-14"},"choices":[{"id":"st-1","answer":"yes",)"
    R"("scope":{"level":"individual","holders":["ura:90000201","ura:90000301"],"options":["1.1","2.1"]},)"
    R"("channel":"raadplegersknop","decided_at":"2026-02-20T18:47:12Z","recorded_at":"2026-02-20T18:47:39Z",)"
    R"("recorded_by":"ura:90000101"}]})";
// Mr Veldman (invented): yes to all GPs, and a no to this one later.
constexpr std::string_view VELDMAN =
    R"({"patient":{"id":"999990160","born":"1948-02-11"},"choices":[{"id":"ve-1","answer":"yes",)"
    R"("scope":{"level":"categorical","holder_category":"huisartsen"},"channel":"mijn_mitz",)"
    R"("decided_at":"2026-01-12T09:20:00Z","recorded_at":"2026-01-12T09:20:00Z","recorded_by":"patient"},)"
    R"({"id":"ve-2","answer":"no","scope":{"level":"individual","holders":["ura:90000201"]},)"
    R"("channel":"dossierhoudersknop","decided_at":"2026-03-03T10:05:00Z","recorded_at":"2026-03-03T10:05:20Z",)"
    R"("recorded_by":"ura:90000201"}]})";
constexpr std::string_view MISSPELT = "{\"patient\":{\"id\":\"999901424\"},\n\"chooses\":[]}";

// The request of the post: may this GP disclose the summary to it?
akkoord::Query request(std::int64_t at) {
    akkoord::Query query;
    query.holder_id = "ura:90000201";
    query.holder_type = "Z3";
    query.consulter_id = "ura:90000101";
    query.consulter_type = "N6";
    query.data = "GGC002";
    query.treatment = akkoord::Treatment::asserted;
    query.at = at;
    return query;
}

void story() {
    // Once, for the whole process and all its threads. `value()` throws where there is an error instead.
    const akkoord::Engine engine = akkoord::Engine::mitz().value();
    std::cout << "akkoord " << akkoord::version() << ", catalogue " << engine.catalogue_id() << ", rules "
              << engine.ruleset_name() << "\n";
    const akkoord::Profile profile = engine.read_profile(PROFILE).value();
    const std::int64_t before = akkoord::parse_instant("2026-02-20T18:41:05Z").value();
    const std::int64_t after = akkoord::parse_instant("2026-02-20T18:48:03Z").value();

    std::cout << "1. The post asks the GP for the summary, before anything was recorded\n   ";
    const akkoord::Compiled early = engine.compile(profile, before).value();
    print(early.decide(request(before)).value()); // a deny is an answer
    const akkoord::Decision denied = engine.decide(profile, request(before)).value();
    std::cout << "   " << denied.explain(akkoord::Lang::nl, akkoord::Audience::consulter).value() << "\n";

    std::cout << "2. She says yes at the post; what was compiled before does not answer for now\n   ";
    std::cout << "compiled until " << akkoord::format_instant(early.valid_until()).value()
              << ", now: " << early.decide(request(after)).error().name() << "\n";

    std::cout << "3. Compiled anew, the post asks again\n   ";
    const akkoord::Compiled compiled = engine.compile(profile, after).value();
    const akkoord::PreparedQuery prepared = engine.prepare(request(after)).value(); // once, for any patient
    print(compiled.decide(prepared).value());
    const akkoord::Decision permitted = engine.decide(profile, request(after)).value();
    std::cout << "   " << permitted.explain(akkoord::Lang::nl, akkoord::Audience::patient).value() << "\n";
    std::cout << "   for the access record: " << permitted.json().value() << "\n";

    std::cout << "4. Three requests of that night in one call\n";
    std::vector<akkoord::Query> queries(3, request(after));
    queries[1].consulter_id = "ura:90000401"; // a hospital: she said nothing of it
    queries[1].consulter_type = "V4";
    queries[2].treatment = akkoord::Treatment::not_asserted;
    for (const akkoord::Verdict &verdict : compiled.decide(queries).value()) {
        std::cout << "   ";
        print(verdict);
    }

    std::cout << "5. The whole practice: many patients at an instant\n";
    akkoord::Population practice = engine.population(after, 2500).value();
    must(practice.put(profile));
    must(practice.put(engine.read_profile(VELDMAN).value())); // the population has what it needs
    std::cout << "   " << practice.count() << " patients\n   ";
    const akkoord::Verdict known = practice.decide("999901424", request(after)).value();
    print(known);
    std::cout << "   decided by choice " << profile.choice(known.decided_by_place()).value() << "\n   who is not known here: ";
    print(practice.decide("999990019", request(after)).value());

    std::cout << "6. Mr Veldman said no to this GP on 3 March; a week later three patients are asked about in one call\n";
    const std::int64_t later = akkoord::parse_instant("2026-03-10T09:00:00Z").value();
    must(practice.go_to(later));
    const std::vector<std::string_view> patients{"999901424", "999990160", "999990019"}; // the last is not known here
    for (const akkoord::Verdict &verdict : practice.decide(patients, std::vector<akkoord::Query>(3, request(later))).value()) {
        std::cout << "   ";
        print(verdict);
    }

    std::cout << "7. Why not for Mr Veldman\n   ";
    const akkoord::Decision why = practice.decision(patients[1], request(later)).value();
    std::cout << why.explain(akkoord::Lang::nl, akkoord::Audience::holder).value() << "\n";
    for (const akkoord_outweighed &outweighed : why.outweighed()) {
        std::cout << "   outweighed: " << akkoord::view(outweighed.choice) << ", by R" << outweighed.rule << "\n";
    }
    const akkoord::Decision february = practice.decision(patients[1], request(after)).value(); // any instant, with the grounds
    std::cout << "   in February: ";
    print(february.verdict());
    std::cout << "   his choices, for the file and never for a log: " << practice.profile(patients[1]).value().json().value() << "\n";

    std::cout << "8. An engine from documents, as for a newer catalogue\n   ";
    const akkoord::Engine second = // here those of the library
        akkoord::Engine::from_json(engine.catalogue_json().value(), engine.ruleset_json().value()).value();
    std::cout << "catalogue " << second.catalogue_id() << ", rules " << second.ruleset_name() << "\n";

    std::cout << "9. A profile with a misspelt field is refused\n   ";
    const akkoord::Result<akkoord::Profile> refused = engine.read_profile(MISSPELT);
    const akkoord::Error &error = refused.error();
    std::cout << name_of(error.code) << " at " << error.path << ", line " << error.line << ": " << error.message << "\n";
}

// Answers each line of a file. A line ends at a line feed.
int lines(const char *path, bool closed) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::cerr << path << ": cannot be read\n";
        return 2;
    }
    const std::string all((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const akkoord::Engine engine = akkoord::Engine::mitz().value();
    std::uint64_t number = 0;
    for (std::size_t start = 0; start < all.size();) {
        const std::size_t end = std::min(all.find('\n', start), all.size());
        const std::string_view line(all.data() + start, end - start);
        ++number;
        std::cout << (closed ? engine.evaluate_json(line, number) : engine.answer_json(line, number)).value() << '\n';
        start = end + 1;
    }
    return 0;
}

} // namespace

int main(int count, char **arguments) {
#ifdef _WIN32
    (void)_setmode(_fileno(stdout), _O_BINARY); // a line ends at a line feed, as everywhere
#endif
    const std::vector<std::string_view> words(arguments + 1, arguments + count);
    try {
        if (words.size() == 1 && words[0] == "story") {
            story();
            return 0;
        }
        if (words.size() == 2 && (words[0] == "evaluate" || words[0] == "answer")) {
            return lines(arguments[2], words[0] == "evaluate");
        }
    } catch (const akkoord::Exception &exception) {
        std::cerr << "akkoord: " << exception.error().name() << ": " << exception.what() << "\n";
        return 2;
    }
    std::cerr << "usage: " << arguments[0] << " story | evaluate FILE | answer FILE\n";
    return 2;
}
