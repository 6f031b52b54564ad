#include "runner/charset.h"

#include <errno.h>
#include <iconv.h>

#include "core/buffer.h"

/* Names that the Encoding Standard gives to others: latin1 has been windows-1252 on the web for long. */
static const char *const names[][2] = {
    {"utf8", "UTF-8"},
    {"utf-8", "UTF-8"},
    {"latin1", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"ascii", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"gb2312", "GBK"},
    {"shift-jis", "Shift_JIS"},
    {"sjis", "Shift_JIS"},
    {"utf-16", "UTF-16LE"},
};

text charset_name(arena *arena, text label) {
    text lower = text_lower(arena, text_trim(label));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(lower, text_of(names[i][0])))
            return text_of(names[i][1]);
    return lower;
}

static bool is_utf8(text name) { return text_equal(name, TEXT("UTF-8")); }

bool charset_is_known(arena *arena, text label) {
    text name = charset_name(arena, label);
    if (is_utf8(name))
        return true;
    iconv_t converter = iconv_open("UTF-8", text_to_string(arena, name));
    if (converter == (iconv_t)-1)
        return false;
    iconv_close(converter);
    return true;
}

/* Converts all of the bytes, with more room as long as it takes. */
static bool convert(iconv_t converter, text bytes, buffer *out) {
    char *in = (char *)(uintptr_t)bytes.data;
    size_t in_left = bytes.length;
    while (in_left > 0) {
        size_t room = in_left * 4 + 16, out_left = room;
        char *to = buffer_reserve(out, room);
        size_t result = iconv(converter, &in, &in_left, &to, &out_left);
        out->length += room - out_left;
        if (result == (size_t)-1 && errno != E2BIG)
            return false;
    }
    return true;
}

bool charset_decode(arena *arena, text label, text bytes, text *ret_text) {
    text name = charset_name(arena, label);
    buffer out = BUFFER(arena);
    if (is_utf8(name)) {
        *ret_text = bytes;
        return text_is_utf8(bytes);
    }
    iconv_t converter = iconv_open("UTF-8", text_to_string(arena, name));
    if (converter == (iconv_t)-1)
        return false;
    bool is_text = convert(converter, bytes, &out);
    iconv_close(converter);
    if (is_text)
        *ret_text = buffer_text(&out);
    return is_text;
}
