#include "driver/pack.h"

#include <sha256.h>
#include <stdint.h>
#include <zlib.h>

#define PIECE 49152u /* a multiple of 3, so that pieces of base64 fit together */

struct pack {
    FILE *out;
    z_stream stream;
    unsigned char piece[PIECE];
    size_t *total;
};

void base64(const void *data, size_t length, struct str *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *at = data;

    for (; length; at += 3) {
        const size_t n = length < 3 ? length : 3;
        const uint32_t bits = ((uint32_t)at[0] << 16) | (n > 1 ? (uint32_t)at[1] << 8 : 0) | (n > 2 ? at[2] : 0);
        const char four[4] = { digits[bits >> 18], digits[bits >> 12 & 63], n > 1 ? digits[bits >> 6 & 63] : '=',
                               n > 2 ? digits[bits & 63] : '=' };

        str_add(out, four, sizeof(four));
        length -= n;
    }
}

void pack_csp_hash(const char *text, size_t length, struct str *out)
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;

    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)text, length);
    SHA256Final(digest, &context);
    str_puts(out, "'sha256-");
    base64(digest, sizeof(digest), out);
    str_puts(out, "'");
}

static void write_piece(struct pack *pack, size_t length)
{
    struct str text = { 0 };

    base64(pack->piece, length, &text);
    if (text.length)
        fwrite(text.data, 1, text.length, pack->out);
    *pack->total += text.length;
    str_free(&text);
}

struct pack *pack_begin(FILE *out, const char *id, size_t *total)
{
    struct pack *pack = xcalloc(1, sizeof(*pack));

    pack->out = out;
    pack->total = total;
    fprintf(out, "<script type=\"text/plain\" id=\"%s\">", id);
    if (deflateInit(&pack->stream, 9) != Z_OK)
        abort(); /* no memory: as xcalloc() */
    pack->stream.next_out = pack->piece;
    pack->stream.avail_out = PIECE;
    return pack;
}

static void run(struct pack *pack, int flush)
{
    int state;

    do {
        state = deflate(&pack->stream, flush);
        if (!pack->stream.avail_out || state == Z_STREAM_END) {
            write_piece(pack, PIECE - pack->stream.avail_out);
            pack->stream.next_out = pack->piece;
            pack->stream.avail_out = PIECE;
        }
    } while (flush == Z_FINISH ? state != Z_STREAM_END : pack->stream.avail_in > 0);
}

void pack_add(struct pack *pack, const char *data, size_t length)
{
    while (length) {
        const size_t n = length < PIECE ? length : PIECE;

        pack->stream.next_in = (unsigned char *)data;
        pack->stream.avail_in = (unsigned)n;
        run(pack, Z_NO_FLUSH);
        data += n;
        length -= n;
    }
}

void pack_puts(struct pack *pack, const char *text)
{
    pack_add(pack, text, strlen(text));
}

void pack_end(struct pack *pack)
{
    run(pack, Z_FINISH);
    deflateEnd(&pack->stream);
    fputs("</script>\n", pack->out);
    free(pack);
}
