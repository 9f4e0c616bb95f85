/* SHA-256 against the examples of NIST for FIPS 180-4 (SHA256.pdf and SHA2_Additional.pdf). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha256.h"

static void sha256_gives_published_digests(void **state)
{
    static const struct {
        const char *message, *digest;
    } examples[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmn"
          "opqrst"
          "nopqrstu",
          "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        char text[WAI_SHA256_TEXT];

        wai_sha256_text(examples[i].message, strlen(examples[i].message), text);
        assert_string_equal(text, examples[i].digest);
    }
}

/* One million times the letter a, in pieces that do not divide a block. */
static void sha256_gives_published_digest_of_a_million_letters(void **state)
{
    struct wai_sha256 sha;
    char letters[1000], text[WAI_SHA256_TEXT];

    (void)state;
    memset(letters, 'a', sizeof letters);
    wai_sha256_init(&sha);
    for (int i = 0; i < 1000; i++) {
        wai_sha256_add(&sha, letters, sizeof letters);
    }
    wai_sha256_end(&sha, text);
    assert_string_equal(text, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Wherever a message is cut, also at the borders of padding and block, the digest is that of the whole. */
static void sha256_does_not_see_how_a_message_is_cut(void **state)
{
    unsigned char message[150];

    (void)state;
    for (size_t i = 0; i < sizeof message; i++) {
        message[i] = (unsigned char)(7 * i + 1);
    }
    for (size_t length = 0; length <= sizeof message; length++) {
        char whole[WAI_SHA256_TEXT], pieces[WAI_SHA256_TEXT];

        wai_sha256_text(message, length, whole);
        for (size_t cut = 0; cut <= length; cut++) {
            struct wai_sha256 sha;

            wai_sha256_init(&sha);
            wai_sha256_add(&sha, message, cut);
            wai_sha256_add(&sha, NULL, 0);
            wai_sha256_add(&sha, message + cut, length - cut);
            wai_sha256_end(&sha, pieces);
            assert_string_equal(pieces, whole);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_published_digests),
        cmocka_unit_test(sha256_gives_published_digest_of_a_million_letters),
        cmocka_unit_test(sha256_does_not_see_how_a_message_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
