/* The query of the certificate that the server of an answer over HTTPS showed. Without a socket, and over plain HTTP,
 * there is none. */
#include "runner/certificate.h"
#include "runner/operation.h"

find_function query_certificate;

/* Two digits and two digits between colons, however the serial number was written. */
static text show_serial_number(arena *arena, text written) {
    buffer out = BUFFER(arena);
    for (size_t digits = 0, i = 0; i < written.length; i++) {
        if (written.data[i] == ':')
            continue;
        buffer_append(&out, digits > 0 && digits % 2 == 0 ? TEXT(":") : TEXT(""));
        buffer_append_char(&out, written.data[i]);
        digits++;
    }
    return buffer_text(&out);
}

/* A date that cannot be read counts as not there. */
static const value *read_date(arena *arena, text written) {
    instant date;
    bool is_read = date_parse(written, TEXT("%b %d %H:%M:%S %Y GMT"), &date) ||
                   date_parse(written, TEXT("%Y-%m-%d %H:%M:%S GMT"), &date);
    return is_read ? value_of_date(arena, date) : NULL;
}

const value *certificate_find(arena *arena, const http_fields *certificate, text field) {
    static const struct {
        const char *field;
        const char *curl_name;
    } names[] = {
        {"Subject", "Subject"},
        {"Issuer", "Issuer"},
        {"Start-Date", "Start date"},
        {"Expire-Date", "Expire date"},
        {"Serial-Number", "Serial Number"},
        {"Subject-Alt-Name", "X509v3 Subject Alternative Name"},
        {"Value", "Cert"},
    };
    const http_field *found = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal(field, text_of(names[i].field)))
            found = http_fields_find(certificate, text_of(names[i].curl_name));
    if (!found)
        return NULL;
    if (text_ends_with(field, TEXT("-Date")))
        return read_date(arena, found->value);
    return value_of_string(arena, text_equal(field, TEXT("Serial-Number")) ? show_serial_number(arena, found->value)
                                                                           : text_trim(found->value));
}

const problem *query_certificate(const application *self, const value **ret_value) {
    const http_fields *certificate = &self->evaluation->exchange->response->certificate;
    *ret_value = certificate_find(self->arena, certificate, self->operands[0]->text);
    return NULL;
}
