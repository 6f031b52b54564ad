#include "dynamodb/answer_coding.h"

#include "core/testing.h"

static const struct {
    const char *accepted;
    content_coding coding;
} measured[] = {
    {"", CODING_IDENTITY},
    {"identity", CODING_IDENTITY},
    {"br", CODING_IDENTITY},
    {"x-gzip", CODING_IDENTITY},
    {"gzip, deflate", CODING_GZIP},
    {"br, identity, deflate, gzip", CODING_DEFLATE},
    {"GZIP, identity", CODING_GZIP},
    {"dog, gzip ,, cat", CODING_GZIP},
    {"gzip;q=0.8, deflate;q=0.5", CODING_GZIP},
    {"br, gzip;q=0, deflate; q = 0.5 , identity;q=0", CODING_DEFLATE},
    {"*", CODING_GZIP},
    {"*, deflate;q=0.5", CODING_GZIP},
    {"*, deflate", CODING_DEFLATE},
    {"*, identity", CODING_GZIP},
    {"*, gzip;q=0.5", CODING_DEFLATE},
    {"gzip ;q=0", CODING_IDENTITY},
    {"identity;q=0", CODING_IDENTITY},
    {"*;q=0", CODING_IDENTITY},
    {"*;q=0.5,identity", CODING_GZIP},
    {"gzip;q=0.5,identity;q=0.8", CODING_GZIP},
    {"\"gzip\"", CODING_IDENTITY},
    {"gzip br", CODING_IDENTITY},
    {"gzip:q=1", CODING_IDENTITY},
    {"gzip;q=31,deflate;q=51", CODING_GZIP},
    {"deflate;q=0.5, gzip;q=0.2", CODING_DEFLATE},
    {"deflate;q=0.5, gzip;q=1;q=0.2", CODING_GZIP},
    {"deflate;q=0.5,gzip;q=0.", CODING_DEFLATE},
    {"deflate;q=0.5,gzip;q=0. x", CODING_GZIP},
    {"deflate;q=-0.5,gzip;q=0.2", CODING_GZIP},
    {"gzip;q= 0;q=1", CODING_IDENTITY},
    {"gzip;q =0;q=1", CODING_GZIP},
    {"gzip;nq=0;q=1", CODING_IDENTITY},
    {"gzip;q=0, gzip;q=1, gzip;q=0", CODING_GZIP},
    {"br,identity;q=0.5,gzip;q=0.0001", CODING_GZIP},
    {"gzip;q=0.0000000000000000001", CODING_GZIP},
};

static void chooses_as_measured(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof measured / sizeof *measured; i++)
        if (answer_coding(text_of(measured[i].accepted)) != measured[i].coding)
            fail_msg("%s", measured[i].accepted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(chooses_as_measured),
    };
    return RUN_TESTS(tests);
}
