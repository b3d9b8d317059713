/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fields of a request as names and values. Pointers are followed where the table says how far:
 * a request goes to the kernel of this process, so what it points at is readable here as well,
 * unless the kernel has just answered EFAULT.
 */
#include "show/explain.h"

#include <ctype.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/netlink.h>
#include <string.h>

#include "kernel/kernel.h"

#define MAX_TEXT  160
#define MAX_BYTES 32
#define MAX_ITEMS 16

static const void *pointer(uint64_t n)
{
	return (const void *)(uintptr_t)n;
}

static void put(struct emit *l, const char *text)
{
	out_str(l->out, text);
}

/* In JSON all that is not a number is a string. */
static void quote(struct emit *l)
{
	if (l->json)
		put(l, "\"");
}

/* ---- numbers ---- */

static int64_t extended(uint64_t n, size_t size)
{
	return size == 2 ? (int16_t)n : size == 4 ? (int32_t)n : (int64_t)n;
}

/* A value of 16 bits in network byte order, widened by the host in its own. */
static uint16_t from_network(uint64_t n)
{
	uint16_t wire = n;
	unsigned char b[2];

	memcpy(b, &wire, sizeof(b));
	return b[0] << 8 | b[1];
}

/* Who may read, write, execute: three digits, as everyone has it in his head. */
static void octal(struct emit *l, uint64_t n)
{
	char digits[] = { '0', '0' + (n >> 6 & 7), '0' + (n >> 3 & 7), '0' + (n & 7), '\0' };

	emit_name(l, digits);
}

static void enumerator(struct emit *l, const struct names *names, uint64_t n)
{
	char name[64];

	if (names_get(names, n, name, sizeof(name)))
		emit_name(l, name);
	else
		emit_u64(l, n);
}

static void flags(struct emit *l, const struct names *names, uint64_t n)
{
	struct name at = { 0 };
	const char *between = "";
	uint64_t mask;

	if (!n && names->values) {
		enumerator(l, names, 0);
		return;
	}
	emit_item(l);
	quote(l);
	while (names_next(names, &at)) {
		mask = names->values ? at.number : 1ULL << at.number;
		if (!mask || (n & mask) != mask)
			continue;
		put(l, between);
		put(l, at.prefix);
		put(l, at.name);
		between = "|";
		n &= ~mask;
	}
	if (n || !*between) {
		put(l, between);
		put(l, "0x");
		out_hex(l->out, n, 1);
	}
	quote(l);
}

/*
 * C bit-fields: a little-endian compiler puts the first into the lowest bits, a big-endian one
 * into the highest. One that is wider has its name once for each bit.
 */
static void bits(struct explain *e, const struct field *f, uint64_t n)
{
	const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	const struct names *names = fields_names(f->list);
	struct name at = { 0 }, first;
	uint64_t value;
	uint32_t width;
	bool more = names_next(names, &at);

	while (more) {
		first = at;
		for (width = 1; (more = names_next(names, &at)); width++)
			if (strcmp(first.name, at.name))
				break;
		value = n >> (big ? f->size * 8 - first.number - width : first.number);
		value &= (1ULL << width) - 1;
		if (!value)
			continue;
		explain_name(e, first.name);
		emit_u64(&e->emit, value);
	}
}

/* ---- bytes ---- */

static void text(struct emit *l, const char *s, size_t room)
{
	size_t n = strnlen(s, room < MAX_TEXT ? room : MAX_TEXT);
	char cut[MAX_TEXT + 4];

	if (n < MAX_TEXT || n == room) {
		emit_string(l, s, n);
		return;
	}
	memcpy(cut, s, n);
	memcpy(cut + n, "...", 4);
	emit_string(l, cut, SIZE_MAX);
}

static void hex(struct emit *l, const void *bytes, size_t size)
{
	size_t i;

	emit_item(l);
	put(l, l->json ? "\"" : "[");
	for (i = 0; i < size && i < MAX_BYTES; i++) {
		put(l, i ? " " : "");
		out_hex(l->out, ((const unsigned char *)bytes)[i], 2);
	}
	put(l, i < size ? " ..." : "");
	put(l, l->json ? "\"" : "]");
}

void explain_bytes(struct explain *e, const void *bytes, size_t size)
{
	const char *s = bytes;
	size_t i;

	for (i = 0; i < size && i < MAX_TEXT; i++)
		if ((s[i] < ' ' || s[i] > '~') && s[i] != '\n' && s[i] != '\t')
			break;
	if (i && (i == size || i == MAX_TEXT))
		text(&e->emit, s, size);
	else
		hex(&e->emit, bytes, size);
}

/* ---- what pointers lead to ---- */

static uint64_t count(const struct explain *e, const struct explain_view *v, const struct field *f)
{
	if (f->counter && field_word_is(f->counter, "result"))
		return e->result > 0 ? e->result : 0;
	return field_count(f, v->fields, v->at, v->size);
}

static void item(struct emit *l, char kind, const void *list, size_t i)
{
	size_t width = kind == FIELD_ARRAY ? 4 : kind == FIELD_ARRAY64 ? 8 : sizeof(void *);
	uint64_t n = fields_integer(list, SIZE_MAX, i * width, width);

	if (kind == FIELD_ARRAY)
		emit_u64(l, n);
	else if (kind == FIELD_ARRAY64)
		emit_hex(l, 0, n);
	else
		text(l, n ? pointer(n) : "", SIZE_MAX);
}

/* Without a number only the address is known: fd_array before fd_array_cnt came with 6.14. */
static void items(struct explain *e, const struct field *f, uint64_t list, uint64_t cnt)
{
	size_t i;

	if (!cnt && f->mark != FIELD_OUT) {
		emit_hex(&e->emit, 0, list);
		return;
	}
	emit_begin(&e->emit, '[');
	for (i = 0; i < cnt && i < MAX_ITEMS && e->out->used < EXPLAIN_MOST; i++)
		item(&e->emit, f->kind, pointer(list), i);
	if (i < cnt)
		emit_name(&e->emit, "...");
	emit_end(&e->emit, ']');
}

static void many(struct emit *l, uint64_t cnt, const char *what)
{
	emit_item(l);
	quote(l);
	put(l, "<");
	out_u64(l->out, cnt);
	put(l, what);
	put(l, cnt == 1 ? ">" : "s>");
	quote(l);
}

static void structure(struct explain *e, const struct field *f, const void *at, size_t size)
{
	struct explain_view v = { fields_struct(f->list), at, size ? size : SIZE_MAX };

	emit_begin(&e->emit, '{');
	explain_fields(e, &v);
	emit_end(&e->emit, '}');
}

/* An answer that is no acknowledgement would take too much room. */
static void netlink(struct explain *e, const struct field *f, const void *at, size_t size)
{
	uint64_t type = fields_integer(at, size, 4, 2);

	if ((f->mark == FIELD_OUT && type != NLMSG_ERROR) || !explain_netlink(e, at, size))
		explain_bytes(e, at, size);
}

/* A per-CPU value has more than value_size bytes: shown is the first CPU's. */
static void element(
	struct explain *e, const struct explain_view *v, const struct field *f, uint64_t n)
{
	int fd = fields_integer(v->at, v->size, offsetof(struct bpf_attr_map_elem, map_fd), 4);
	struct bpf_map_info info;
	uint32_t size;

	if (kernel_info(e->inner, fd, &info, sizeof(info)))
		memset(&info, 0, sizeof(info));
	size = f->kind == FIELD_KEY ? info.key_size : info.value_size;
	if (size)
		hex(&e->emit, pointer(n), size);
	else
		emit_hex(&e->emit, 0, n);
}

static void followed(
	struct explain *e, const struct explain_view *v, const struct field *f, uint64_t n)
{
	uint64_t cnt = count(e, v, f);

	switch (f->kind) {
	case FIELD_STRING:
		text(&e->emit, pointer(n), SIZE_MAX);
		break;
	case FIELD_BYTES:
		explain_bytes(e, pointer(n), cnt);
		break;
	case FIELD_RECORDS:
		many(&e->emit, cnt, " record");
		break;
	case FIELD_INSNS:
		many(&e->emit, cnt, " instruction");
		break;
	case FIELD_INT:
		emit_i64(&e->emit, (int32_t)fields_integer(pointer(n), 4, 0, 4));
		break;
	case FIELD_STRUCT:
		structure(e, f, pointer(n), cnt);
		break;
	case FIELD_NETLINK:
		netlink(e, f, pointer(n), cnt);
		break;
	case FIELD_KEY:
	case FIELD_VALUE:
		element(e, v, f, n);
		break;
	default:
		items(e, f, n, cnt);
	}
}

/* ---- fields ---- */

/* How much of a field was given; one without a size goes on to the end. */
static size_t room(const struct explain_view *v, const struct field *f)
{
	size_t have = f->offset < v->size ? v->size - f->offset : 0;

	return f->size && f->size < have ? f->size : have;
}

void explain_value(struct explain *e, const struct explain_view *v, const struct field *f)
{
	uint64_t n = field_get(f, v->at, v->size);
	const char *inside = (const char *)v->at + f->offset;
	struct emit *l = &e->emit;

	if (isupper((unsigned char)f->kind) && f->kind != FIELD_POINTER && n &&
		e->result != -EFAULT) {
		followed(e, v, f, n);
		return;
	}
	switch (f->kind) {
	case FIELD_NUMBER:
		emit_u64(l, n);
		break;
	case FIELD_SIGNED:
		emit_i64(l, extended(n, f->size));
		break;
	case FIELD_OCTAL:
		octal(l, n);
		break;
	case FIELD_FD:
		emit_i64(l, (int32_t)n);
		break;
	case FIELD_ENUM:
		enumerator(l, fields_names(f->list), n);
		break;
	case FIELD_FLAGS:
		flags(l, fields_names(f->list), n);
		break;
	case FIELD_NET16:
		enumerator(l, fields_names(f->list), from_network(n));
		break;
	case FIELD_TEXT:
		text(l, inside, room(v, f));
		break;
	case FIELD_DATA:
		hex(l, inside, room(v, f));
		break;
	default:
		emit_hex(l, 0, n);
	}
}

static bool worth(const struct explain *e, const struct field *f, uint64_t n)
{
	if (f->mark == FIELD_OUT && isupper((unsigned char)f->kind))
		return n && e->result >= 0;
	return n || f->mark == FIELD_ALWAYS || (f->mark == FIELD_OUT && e->result >= 0);
}

static void field(struct explain *e, const struct explain_view *v, const struct field *f)
{
	uint64_t n = field_get(f, v->at, v->size);

	if (!f->applies || !worth(e, f, n))
		return;
	if (f->kind == FIELD_BITS) {
		bits(e, f, n);
		return;
	}
	explain_name(e, f->name);
	explain_value(e, v, f);
}

size_t explain_fields(struct explain *e, const struct explain_view *v)
{
	struct fields w;
	struct field f;

	fields_begin(&w, v->fields, v->at, v->size);
	while (fields_next(&w, &f)) {
		if (!explain_room(e))
			break;
		field(e, v, &f);
	}
	return w.offset;
}
