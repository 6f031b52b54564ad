#include "auth/common_passwords.h"

/* Only those that are long enough to be let in otherwise. */
static const text common_passwords[] = {
    TEXT_INIT("00000000"),      TEXT_INIT("0000000000"), TEXT_INIT("0123456789"),  TEXT_INIT("09876543"),
    TEXT_INIT("0987654321"),    TEXT_INIT("11111111"),   TEXT_INIT("1111111111"),  TEXT_INIT("11223344"),
    TEXT_INIT("1122334455"),    TEXT_INIT("12121212"),   TEXT_INIT("123123123"),   TEXT_INIT("1234512345"),
    TEXT_INIT("12341234"),      TEXT_INIT("12344321"),   TEXT_INIT("12345678"),    TEXT_INIT("123456789"),
    TEXT_INIT("1234567890"),    TEXT_INIT("12345679"),   TEXT_INIT("123456789a"),  TEXT_INIT("1234567a"),
    TEXT_INIT("123456abc"),     TEXT_INIT("1234abcd"),   TEXT_INIT("123qweasd"),   TEXT_INIT("1q2w3e4r"),
    TEXT_INIT("1q2w3e4r5t"),    TEXT_INIT("1qaz2wsx"),   TEXT_INIT("1qazxsw2"),    TEXT_INIT("147258369"),
    TEXT_INIT("22222222"),      TEXT_INIT("55555555"),   TEXT_INIT("66666666"),    TEXT_INIT("77777777"),
    TEXT_INIT("87654321"),      TEXT_INIT("88888888"),   TEXT_INIT("987654321"),   TEXT_INIT("9876543210"),
    TEXT_INIT("99999999"),      TEXT_INIT("a1234567"),   TEXT_INIT("a12345678"),   TEXT_INIT("a123456789"),
    TEXT_INIT("aa123456"),      TEXT_INIT("aa12345678"), TEXT_INIT("aaaaaaaa"),    TEXT_INIT("abc12345"),
    TEXT_INIT("abc123456"),     TEXT_INIT("abcd1234"),   TEXT_INIT("abcdefgh"),    TEXT_INIT("admin123"),
    TEXT_INIT("administrator"), TEXT_INIT("alexander"),  TEXT_INIT("asdasdasd"),   TEXT_INIT("asdf1234"),
    TEXT_INIT("asdfasdf"),      TEXT_INIT("asdfghjk"),   TEXT_INIT("asdfghjkl"),   TEXT_INIT("babygirl"),
    TEXT_INIT("baseball"),      TEXT_INIT("basketball"), TEXT_INIT("butterfly"),   TEXT_INIT("changeme"),
    TEXT_INIT("charlie1"),      TEXT_INIT("chocolate"),  TEXT_INIT("computer"),    TEXT_INIT("football"),
    TEXT_INIT("football1"),     TEXT_INIT("iloveyou"),   TEXT_INIT("iloveyou1"),   TEXT_INIT("iloveyou2"),
    TEXT_INIT("jennifer"),      TEXT_INIT("letmein1"),   TEXT_INIT("liverpool"),   TEXT_INIT("michelle"),
    TEXT_INIT("namaste1"),      TEXT_INIT("namaste123"), TEXT_INIT("p@ssw0rd"),    TEXT_INIT("p@ssword"),
    TEXT_INIT("passw0rd"),      TEXT_INIT("password"),   TEXT_INIT("password!"),   TEXT_INIT("password1"),
    TEXT_INIT("password1!"),    TEXT_INIT("password12"), TEXT_INIT("password123"), TEXT_INIT("password1234"),
    TEXT_INIT("passwort"),      TEXT_INIT("passwort1"),  TEXT_INIT("princess"),    TEXT_INIT("princess1"),
    TEXT_INIT("q1w2e3r4"),      TEXT_INIT("q1w2e3r4t5"), TEXT_INIT("qazwsxedc"),   TEXT_INIT("qwer1234"),
    TEXT_INIT("qwerasdf"),      TEXT_INIT("qwerty12"),   TEXT_INIT("qwerty123"),   TEXT_INIT("qwerty1234"),
    TEXT_INIT("qwertyui"),      TEXT_INIT("qwertyuiop"), TEXT_INIT("qwertz123"),   TEXT_INIT("sunshine"),
    TEXT_INIT("sunshine1"),     TEXT_INIT("superman"),   TEXT_INIT("trustno1"),    TEXT_INIT("welcome1"),
    TEXT_INIT("welcome123"),    TEXT_INIT("whatever"),   TEXT_INIT("yogayoga"),    TEXT_INIT("zaq12wsx"),
};

bool password_is_common(text password) {
    for (size_t i = 0; i < sizeof common_passwords / sizeof *common_passwords; i++)
        if (text_equal_ignore_case(password, common_passwords[i]))
            return true;
    return false;
}
