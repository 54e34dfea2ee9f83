/* The one function of bcryptprimitives.dll that Rust's std calls. Windows 10 and later have the library; Wine 8 of Debian 12 has not.
   For the tests under Wine: it lies in their Wine prefix, never in the package. */
#include <windows.h>

#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    while (length > 0) {
        const ULONG part = length > 0x40000000 ? 0x40000000 : (ULONG)length;
        if (!RtlGenRandom(data, part)) {
            return FALSE;
        }
        data += part;
        length -= part;
    }
    return TRUE;
}
