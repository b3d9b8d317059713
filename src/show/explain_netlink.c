/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A netlink message: header, body, attributes, shown as one list of fields. Each attribute is a
 * u16 length with these four bytes, a u16 type, data, padded to 4.
 */
#include "show/explain.h"
#include "base/text.h"

#include <linux/netlink.h>
#include <string.h>

#include "kernel/fields.h"

static const struct field *row(const struct field *rows, uint16_t type)
{
	for (; rows && rows->name; rows++)
		if (rows->offset == type)
			return rows;
	return NULL;
}

static void attribute(
	struct explain *e, const struct nlattr *a, const void *data, const struct field *rows)
{
	struct explain_view v = { NULL, data, a->nla_len - sizeof(*a) };
	const struct field *known = row(rows, a->nla_type & NLA_TYPE_MASK);
	struct field f = { .kind = FIELD_DATA };
	char name[16];

	if (known)
		f = *known;
	text_format(name, sizeof(name), "attr %u", a->nla_type & NLA_TYPE_MASK);
	f.offset = 0;
	explain_name(e, known ? f.name : name);
	explain_value(e, &v, &f);
}

void explain_attrs(struct explain *e, const void *bytes, size_t size, const struct field *rows)
{
	const char *at = bytes;
	struct nlattr a;

	while (size >= sizeof(a)) {
		memcpy(&a, at, sizeof(a));
		if (a.nla_len < sizeof(a) || a.nla_len > size)
			return;
		if (!explain_room(e))
			return;
		attribute(e, &a, at + sizeof(a), rows);
		if ((size_t)NLA_ALIGN(a.nla_len) >= size)
			return;
		at += NLA_ALIGN(a.nla_len);
		size -= NLA_ALIGN(a.nla_len);
	}
}

static void message(struct explain *e, const char *at, size_t size, const struct fields_netlink *n)
{
	struct explain_view header = { &fields_nlmsghdr, at, NLMSG_HDRLEN };
	struct explain_view body = { &n->body, at + NLMSG_HDRLEN, n->body.size };
	size_t attrs = NLMSG_HDRLEN + NLMSG_ALIGN(n->body.size);

	emit_begin(&e->emit, '{');
	explain_fields(e, &header);
	if (size >= (size_t)NLMSG_HDRLEN + n->body.size)
		explain_fields(e, &body);
	if (size > attrs && n->attrs)
		explain_attrs(e, at + attrs, size - attrs, n->attrs);
	emit_end(&e->emit, '}');
}

bool explain_netlink(struct explain *e, const void *bytes, size_t size)
{
	const struct fields_netlink *n;
	struct nlmsghdr h;

	if (size < sizeof(h))
		return false;
	memcpy(&h, bytes, sizeof(h));
	n = fields_netlink(h.nlmsg_type);
	if (!n || h.nlmsg_len < sizeof(h) || h.nlmsg_len > size)
		return false;
	message(e, bytes, h.nlmsg_len, n);
	return true;
}
