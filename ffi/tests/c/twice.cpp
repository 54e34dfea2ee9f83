// Both headers from C++17, each included twice, without exceptions too.
#include "akkoord.h"
#include "akkoord.h"
#include "akkoord.hpp"
#include "akkoord.hpp"

int main() {
    akkoord::Result<akkoord::Engine> engine = akkoord::Engine::mitz();
    if (!engine) {
        return 1;
    }
    const akkoord::Result<akkoord::Profile> profile = engine.value().read_profile("{");
    const akkoord::Verdict fresh;
    return profile || profile.error().code != AKKOORD_ERROR_INVALID_JSON || profile.error().name() != "invalid_json" ||
                   fresh.permits()
               ? 1
               : 0;
}
