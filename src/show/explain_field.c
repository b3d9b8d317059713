/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fields of a request as names and values. Pointers are followed where the table says how far:
 * a request goes to the kernel of this process, so what it points at is readable here as well,
 * unless the kernel has just answered EFAULT.
 */
#include "show/explain.h"
#include "base/text.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/netlink.h>
#include <string.h>

#include "kernel/fields.h"
#include "kernel/kernel.h"

#define MAX_TEXT  160
#define MAX_BYTES 32
#define MAX_ITEMS 16

static const void *pointer(uint64_t n)
{
	return (const void *)(uintptr_t)n;
}

static bool follows(enum field_kind kind)
{
	return kind > FIELD_POINTER;
}

static size_t count(const struct explain *e, const struct explain_view *v, const struct field *f)
{
	const struct field *by;

	if (f->by == FIELD_BY_RESULT)
		return e->result > 0 ? e->result : 0;
	by = field_at(v->shape, f->by);
	return by ? field_get(by, v->at, v->size) : 0;
}

static int64_t extended(uint64_t n, size_t size)
{
	return size == 1 ? (int8_t)n : size == 2 ? (int16_t)n : size == 4 ? (int32_t)n : (int64_t)n;
}

/* A value of 16 bits in network byte order, widened by the host in its own. */
static uint16_t from_network(uint64_t n)
{
	uint16_t wire = n;
	unsigned char b[2];

	memcpy(b, &wire, sizeof(b));
	return b[0] << 8 | b[1];
}

static void text(struct emit *l, const char *s, size_t room)
{
	size_t n = strnlen(s, room < MAX_TEXT ? room : MAX_TEXT);
	char cut[MAX_TEXT + 4];

	if (n < MAX_TEXT || n == room) {
		emit_string(l, s, n);
		return;
	}
	memcpy(cut, s, n);
	strcpy(cut + n, "...");
	emit_string(l, cut, SIZE_MAX);
}

static void hex(struct emit *l, const void *bytes, size_t size)
{
	char word[MAX_BYTES * 3 + 8], *at = word;
	size_t i;

	if (!l->json)
		*at++ = '[';
	for (i = 0; i < size && i < MAX_BYTES; i++)
		at += text_format(at, 4, i ? " %02x" : "%02x", ((const unsigned char *)bytes)[i]);
	text_format(at, 8, "%s%s", size > MAX_BYTES ? " ..." : "", l->json ? "" : "]");
	emit_name(l, word);
}

static bool is_text(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((s[i] < ' ' || s[i] > '~') && s[i] != '\n' && s[i] != '\t')
			return false;
	return n > 0;
}

void explain_bytes(struct explain *e, const void *bytes, size_t size)
{
	if (is_text(bytes, size < MAX_TEXT ? size : MAX_TEXT))
		text(&e->emit, bytes, size);
	else
		hex(&e->emit, bytes, size);
}

static void item(struct emit *l, enum field_kind kind, const void *list, size_t i)
{
	uint32_t four;
	uint64_t eight;
	const char *s;

	if (kind == FIELD_ARRAY) {
		memcpy(&four, (const char *)list + i * sizeof(four), sizeof(four));
		emit_u64(l, four);
	} else if (kind == FIELD_ARRAY64) {
		memcpy(&eight, (const char *)list + i * sizeof(eight), sizeof(eight));
		emit_hex(l, 0, eight);
	} else {
		memcpy(&s, (const char *)list + i * sizeof(s), sizeof(s));
		text(l, s ? s : "", SIZE_MAX);
	}
}

/* Without a number only the address is known: fd_array before fd_array_cnt came with 6.14. */
static void items(struct explain *e, const struct field *f, uint64_t list, size_t cnt)
{
	size_t i;

	if (!cnt && f->when != WHEN_FILLED) {
		emit_hex(&e->emit, 0, list);
		return;
	}
	emit_begin(&e->emit, '[');
	for (i = 0; i < cnt && i < MAX_ITEMS && e->out.used < EXPLAIN_MOST; i++)
		item(&e->emit, f->kind, pointer(list), i);
	if (i < cnt)
		emit_name(&e->emit, "...");
	emit_end(&e->emit, ']');
}

static void many(struct emit *l, size_t cnt, const char *what)
{
	char word[64];

	text_format(word, sizeof(word), "<%zu %s%s>", cnt, what, cnt == 1 ? "" : "s");
	emit_name(l, word);
}

static void integer(struct emit *l, const void *at)
{
	int n;

	memcpy(&n, at, sizeof(n));
	emit_i64(l, n);
}

static void structure(struct explain *e, const struct shape *s, const void *at, size_t size)
{
	struct explain_view v = { s, at, s->size };

	if (size && size < v.size)
		v.size = size;
	emit_begin(&e->emit, '{');
	explain_fields(e, &v);
	emit_end(&e->emit, '}');
}

/* An answer that is no acknowledgement would take too much room. */
static void netlink(struct explain *e, const struct field *f, const void *at, size_t size)
{
	uint64_t type = fields_integer(at, size, 4, 2);

	if ((f->by == FIELD_BY_RESULT && type != NLMSG_ERROR) || !explain_netlink(e, at, size))
		explain_bytes(e, at, size);
}

/* A per-CPU value has more than value_size bytes: shown is the first CPU's. */
static void element(
	struct explain *e, const struct explain_view *v, const struct field *f, uint64_t n)
{
	int fd = fields_integer(v->at, v->size, offsetof(struct bpf_attr_map_elem, map_fd), 4);
	struct bpf_map_info info;
	uint32_t size = sizeof(info);

	memset(&info, 0, sizeof(info));
	if (kernel_obj_info(e->inner, fd, &info, &size) < 0)
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
	struct emit *l = &e->emit;

	switch (f->kind) {
	case FIELD_STRING:
		text(l, pointer(n), SIZE_MAX);
		break;
	case FIELD_BYTES:
		explain_bytes(e, pointer(n), count(e, v, f));
		break;
	case FIELD_ARRAY:
	case FIELD_ARRAY64:
	case FIELD_STRINGS:
		items(e, f, n, count(e, v, f));
		break;
	case FIELD_RECORDS:
		many(l, count(e, v, f), "record");
		break;
	case FIELD_INSNS:
		many(l, count(e, v, f), "instruction");
		break;
	case FIELD_INT:
		integer(l, pointer(n));
		break;
	case FIELD_STRUCT:
		structure(e, f->shape, pointer(n), f->by ? count(e, v, f) : 0);
		break;
	case FIELD_NETLINK:
		netlink(e, f, pointer(n), count(e, v, f));
		break;
	default:
		element(e, v, f, n);
	}
}

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

	if (follows(f->kind) && n && e->result != -EFAULT) {
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
	case FIELD_FD:
		emit_i64(l, (int32_t)n);
		break;
	case FIELD_ENUM:
		explain_enum(l, f->names, n);
		break;
	case FIELD_FLAGS:
		explain_flags(l, f->names, n);
		break;
	case FIELD_NET16:
		explain_enum(l, f->names, from_network(n));
		break;
	case FIELD_TEXT:
		text(l, inside, room(v, f));
		break;
	case FIELD_DATA:
		hex(l, inside, room(v, f));
		break;
	case FIELD_ATTRS:
		emit_begin(l, '{');
		explain_attrs(e, inside, room(v, f), f->shape->fields);
		emit_end(l, '}');
		break;
	default:
		emit_hex(l, 0, n);
	}
}

static bool worth(const struct explain *e, const struct field *f, uint64_t n)
{
	switch (f->when) {
	case WHEN_ALWAYS:
		return true;
	case WHEN_OUT:
		return n || e->result >= 0;
	case WHEN_FILLED:
		return n && e->result >= 0;
	}
	return n;
}

static void field(struct explain *e, const struct explain_view *v, const struct field *f)
{
	uint64_t n = field_get(f, v->at, v->size);

	if (!worth(e, f, n) || !field_applies(f, v->shape, v->at, v->size))
		return;
	if (f->kind == FIELD_BITS) {
		explain_bits(e, f->names, n, f->size);
		return;
	}
	explain_name(e, f->name);
	explain_value(e, v, f);
}

void explain_fields(struct explain *e, const struct explain_view *v)
{
	const struct field *f;

	for (f = v->shape->fields; f->name; f++) {
		if (!explain_room(e))
			return;
		field(e, v, f);
	}
}
