#include "runner/html.h"

#include <ctype.h>
#include <stdlib.h>

#include "core/buffer.h"

#define LONGEST_NAME 32

typedef struct entity {
    const char *name; /* without the ampersand, most with a semicolon */
    const char *characters;
} entity;

/* In the order of their names' bytes. */
static const entity entities[] = {
#include "runner/html_entities.def"
};

#define ENTITY_COUNT (sizeof entities / sizeof *entities)

/* What the numbers 0x80 to 0x9F stand for: the characters of windows-1252. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

text html_escape(arena *arena, text plain) {
    static const char special[] = "&<>\"'";
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#x27;"};
    buffer out = BUFFER(arena);
    for (size_t i = 0; i < plain.length; i++) {
        const char *found = plain.data[i] ? strchr(special, plain.data[i]) : NULL;
        buffer_append(&out, found ? text_of(references[found - special]) : (text){plain.data + i, 1});
    }
    return buffer_text(&out);
}

/* ---- by number ---- */

#define REPLACEMENT 0xFFFD
#define PAST_ALL 0x110000

/* Characters that are left out: controls and those that are none. */
static bool is_left_out(uint32_t number) {
    return (number < 0x20 && !strchr("\t\n\f\r", (int)number)) || number == 0x7F ||
           (number >= 0xFDD0 && number <= 0xFDEF) || (number & 0xFFFE) == 0xFFFE;
}

static void append_number(buffer *out, uint32_t number) {
    if (number == 0 || number >= PAST_ALL || (number >= 0xD800 && number <= 0xDFFF))
        buffer_append_utf8(out, REPLACEMENT);
    else if (number >= 0x80 && number <= 0x9F)
        buffer_append_utf8(out, windows_1252[number - 0x80]);
    else if (!is_left_out(number))
        buffer_append_utf8(out, number);
}

/* `#65;` or `#x41;`, the semicolon optional; returns its length, 0 when it is none. */
static size_t unescape_number(buffer *out, text rest) {
    bool is_hexadecimal = rest.length > 1 && (rest.data[1] == 'x' || rest.data[1] == 'X');
    size_t start = is_hexadecimal ? 2 : 1, at = start;
    uint32_t number = 0;
    for (; at < rest.length; at++) {
        unsigned char c = (unsigned char)rest.data[at];
        if (is_hexadecimal ? !isxdigit(c) : !isdigit(c))
            break;
        uint32_t digit = (uint32_t)(isdigit(c) ? c - '0' : tolower(c) - 'a' + 10);
        number = number < PAST_ALL ? number * (is_hexadecimal ? 16 : 10) + digit : PAST_ALL;
    }
    if (at == start)
        return 0;
    append_number(out, number);
    return at + (at < rest.length && rest.data[at] == ';');
}

/* ---- by name ---- */

static int compare_name(const void *name, const void *item) {
    return text_compare(*(const text *)name, text_of(((const entity *)item)->name));
}

/* The longest name that there is, with its semicolon or without; returns its length, 0 for none. */
static size_t unescape_name(buffer *out, text rest) {
    size_t length = 0;
    while (length < rest.length && length < LONGEST_NAME && isalnum((unsigned char)rest.data[length]))
        length++;
    if (length < rest.length && rest.data[length] == ';')
        length++;
    for (; length > 0; length--) {
        text name = text_upto(rest, length);
        const entity *found = bsearch(&name, entities, ENTITY_COUNT, sizeof *entities, compare_name);
        if (found) {
            buffer_append(out, text_of(found->characters));
            return length;
        }
    }
    return 0;
}

text html_unescape(arena *arena, text escaped) {
    buffer out = BUFFER(arena);
    for (text plain; text_cut(&escaped, '&', &plain);) {
        buffer_append(&out, plain);
        if (!escaped.data)
            break;
        bool is_number = text_starts_with(escaped, TEXT("#"));
        size_t length = is_number ? unescape_number(&out, escaped) : unescape_name(&out, escaped);
        buffer_append(&out, length ? TEXT("") : TEXT("&"));
        escaped = text_from(escaped, length);
    }
    return buffer_text(&out);
}
