/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A netlink message: header, body, attributes, shown as one list of fields. Each attribute is a
 * u16 length with these four bytes, a u16 type, data, padded to 4.
 */
#include "show/explain.h"
#include "base/text.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>

static void attribute(
	struct explain *e, const struct nlattr *a, const void *data, uint32_t in)
{
	const uint16_t type = a->nla_type & NLA_TYPE_MASK;
	const char *known = fields_attribute(in, a->nla_type);
	struct explain_view v = { known ? known : "", data, a->nla_len - sizeof(*a) };
	struct fields w;
	struct field f;

	memset(&f, 0, sizeof(f));
	f.kind = FIELD_DATA;
	text_format(f.name, sizeof(f.name), "attr %u", type);
	fields_begin(&w, v.fields, v.at, v.size);
	if (known)
		fields_next(&w, &f);
	explain_name(e, f.name);
	if (f.kind != FIELD_ATTRS) {
		explain_value(e, &v, &f);
		return;
	}
	emit_begin(&e->emit, '{');
	explain_attrs(e, data, v.size, fields_in_attribute(in, type));
	emit_end(&e->emit, '}');
}

void explain_attrs(struct explain *e, const void *bytes, size_t size, uint32_t in)
{
	const char *at = bytes;
	struct nlattr a;

	while (size >= sizeof(a)) {
		memcpy(&a, at, sizeof(a));
		if (a.nla_len < sizeof(a) || a.nla_len > size || !explain_room(e))
			return;
		attribute(e, &a, at + sizeof(a), in);
		if ((size_t)NLA_ALIGN(a.nla_len) >= size)
			return;
		at += NLA_ALIGN(a.nla_len);
		size -= NLA_ALIGN(a.nla_len);
	}
}

bool explain_netlink(struct explain *e, const void *bytes, size_t size)
{
	struct explain_view v = { fields_nlmsghdr, bytes, size };
	uint32_t len = fields_integer(bytes, size, offsetof(struct nlmsghdr, nlmsg_len), 4);
	uint16_t type = fields_integer(bytes, size, offsetof(struct nlmsghdr, nlmsg_type), 2);
	const char *body = fields_message(type);
	size_t used;

	if (!body || len < NLMSG_HDRLEN || len > size)
		return false;
	emit_begin(&e->emit, '{');
	explain_fields(e, &v);
	v.fields = body;
	v.at = (const char *)bytes + NLMSG_HDRLEN;
	v.size = len - NLMSG_HDRLEN;
	used = NLMSG_ALIGN(explain_fields(e, &v));
	if (type >= RTM_BASE && used < v.size)
		explain_attrs(e, (const char *)v.at + used, v.size - used,
			fields_in_message(type));
	emit_end(&e->emit, '}');
	return true;
}
