/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The strings that say what fields a request has: that each field lies where the struct has its
 * member, and has what its kind needs.
 */
#include <ctype.h>
#include <linux/if_link.h>
#include <linux/lwtunnel.h>
#include <linux/pkt_cls.h>
#include <linux/seg6_local.h>
#include <linux/tc_act/tc_bpf.h>

#include "kernel/fields.h"
#include "tests/lib/test.h"
#include "tests/unit/fields_facts.h"

#define CNT(a) (sizeof(a) / sizeof((a)[0]))

/* Structs that requests point at. */
static const struct {
	const char *type;
	size_t size;
} others[] = {
	{ "perf_event_attr", sizeof(struct perf_event_attr) },
	{ "ifreq", sizeof(struct ifreq) },
	{ "sockaddr_ll", sizeof(struct sockaddr_ll) },
	{ "sock_fprog", sizeof(struct sock_fprog) },
	{ "sockaddr_xdp", sizeof(struct sockaddr_xdp) },
	{ "xdp_umem_reg", sizeof(struct xdp_umem_reg) },
	{ "nlmsghdr", sizeof(struct nlmsghdr) },
	{ "ifinfomsg", sizeof(struct ifinfomsg) },
	{ "rtmsg", sizeof(struct rtmsg) },
	{ "tcmsg", sizeof(struct tcmsg) },
	{ "nlmsgerr", sizeof(struct nlmsgerr) },
};

static const char *text_of(const char *type)
{
	if (!strcmp(type, "nlmsghdr"))
		return fields_nlmsghdr;
	if (!strcmp(type, "ifinfomsg"))
		return fields_message(RTM_SETLINK);
	if (!strcmp(type, "rtmsg"))
		return fields_message(RTM_DELROUTE);
	if (!strcmp(type, "tcmsg"))
		return fields_message(RTM_NEWTFILTER);
	return strcmp(type, "nlmsgerr") ? fields_struct(type) : fields_message(NLMSG_ERROR);
}

static const char *text_of_request(unsigned int call, unsigned int command)
{
	struct rawbpf_request r = { call, command, NULL, 0 };
	const char *text = fields_of(&r);

	ck_assert_msg(text, "call %u, command %u: no fields", call, command);
	return text;
}

typedef void (*shape_fn)(const char *type, const char *text, size_t size);

static void each_struct(shape_fn fn)
{
	const struct requests_fact *r;
	size_t i;

	for (i = 0; i < CNT(requests_facts); i++) {
		r = &requests_facts[i];
		fn(r->type, text_of_request(r->call, r->command), r->size);
	}
	for (i = 0; i < CNT(others); i++)
		fn(others[i].type, text_of(others[i].type), others[i].size);
}

static const _Alignas(8) unsigned char zero[512];

static bool find(const char *text, const char *name, struct field *f)
{
	struct fields w;

	fields_begin(&w, text, zero, sizeof(zero));
	while (fields_next(&w, f))
		if (!strcmp(f->name, name))
			return true;
	return false;
}

/* ---- places ---- */

static const struct fields_fact *fact(const char *type, const char *name)
{
	size_t i;

	for (i = 0; i < CNT(fields_facts); i++)
		if (!strcmp(fields_facts[i].type, type) && !strcmp(fields_facts[i].name, name))
			return &fields_facts[i];
	ck_abort_msg("%s.%s: there is no such member", type, name);
	return NULL;
}

static void in_place(const char *type, const char *text, size_t size)
{
	const struct fields_fact *want;
	struct fields w;
	struct field f;

	fields_begin(&w, text, zero, sizeof(zero));
	while (fields_next(&w, &f)) {
		want = fact(type, f.name);
		ck_assert_msg(f.offset == want->offset && f.size == want->size,
			"%s.%s: %u bytes at %u, the compiler has %zu at %zu", type, f.name, f.size,
			f.offset, want->size, want->offset);
		ck_assert_uint_le(f.offset + f.size, size);
	}
}

START_TEST(every_field_lies_where_the_compiler_puts_it)
{
	each_struct(in_place);
}
END_TEST

static bool known(const struct fields_fact *want)
{
	const struct requests_fact *r;
	struct field f;
	size_t i;

	for (i = 0; i < CNT(others); i++)
		if (!strcmp(others[i].type, want->type))
			return find(text_of(want->type), want->name, &f);
	for (i = 0; i < CNT(requests_facts); i++) {
		r = &requests_facts[i];
		if (!strcmp(r->type, want->type) &&
			find(text_of_request(r->call, r->command), want->name, &f))
			return true;
	}
	return false;
}

START_TEST(every_member_has_a_field)
{
	size_t i;

	for (i = 0; i < CNT(fields_facts); i++)
		ck_assert_msg(known(&fields_facts[i]), "%s.%s is nowhere", fields_facts[i].type,
			fields_facts[i].name);
}
END_TEST

/* The fields of a struct without gaps leave no byte out, up to padding at its end. */
static void assert_covered(unsigned int command, size_t size)
{
	const char *text = text_of_request(CALL_BPF, command);
	struct fields w;
	struct field f;
	size_t at;
	bool have;

	for (at = 0; at < size; at++) {
		fields_begin(&w, text, zero, sizeof(zero));
		for (have = false; !have && fields_next(&w, &f);)
			have = at >= f.offset && at < (size_t)f.offset + f.size;
		if (!have)
			ck_abort_msg("byte %zu of command %u is nobody's", at, command);
	}
}

START_TEST(no_field_of_the_large_structs_is_forgotten)
{
	assert_covered(BPF_MAP_CREATE,
		offsetof(struct bpf_attr_map_create, excl_prog_hash_size) + sizeof(__u32));
	assert_covered(BPF_PROG_LOAD, sizeof(struct bpf_attr_prog_load));
	assert_covered(BPF_MAP_LOOKUP_BATCH, sizeof(struct bpf_attr_map_batch));
	assert_covered(BPF_BTF_LOAD, sizeof(struct bpf_attr_btf_load));
	assert_covered(BPF_TASK_FD_QUERY, sizeof(struct bpf_attr_task_fd_query));
}
END_TEST

static void apart(const char *type, const char *text, const void *attr, size_t size)
{
	struct field used[64];
	size_t cnt = 0, i, k;
	struct fields w;

	fields_begin(&w, text, attr, size);
	while (cnt < CNT(used) && fields_next(&w, &used[cnt]))
		cnt += used[cnt].applies;
	for (i = 0; i < cnt; i++)
		for (k = 0; k < i; k++)
			if (used[k].offset + used[k].size > used[i].offset)
				ck_abort_msg("%s: %s and %s", type, used[i].name, used[k].name);
}

/* Types and flags are what tells the parts of a union apart, and stand in the first 16 bytes. */
static void fields_apart(const char *type, const char *text, size_t size)
{
	_Alignas(8) unsigned char attr[512];
	const unsigned int flags[] = { 0, BPF_F_ID, BPF_F_ID | BPF_F_AFTER };
	unsigned int word, n, number;

	ck_assert_uint_le(size, sizeof(attr));
	for (word = 0; word < 16; word += 4) {
		for (n = 0; n < 3 * 300; n++) {
			memset(attr, 0, sizeof(attr));
			memcpy(attr + 12, &flags[n / 300], sizeof(flags[0]));
			number = n % 300;
			memcpy(attr + word, &number, sizeof(number));
			apart(type, text, attr, size);
		}
	}
}

START_TEST(fields_overlap_only_where_a_union_has_another_meaning)
{
	each_struct(fields_apart);
}
END_TEST

/* ---- what fields need ---- */

static bool has_counter(const struct field *f, const char *text)
{
	struct fields w;
	struct field by;

	if (!f->counter || field_word_is(f->counter, "result"))
		return f->counter;
	fields_begin(&w, text, zero, sizeof(zero));
	while (fields_next(&w, &by))
		if (field_word_is(f->counter, by.name))
			return by.kind == FIELD_NUMBER;
	return false;
}

/* A kind that counts needs a counter in the same struct, and one that names, names. */
static void complete(const char *type, const char *text, size_t size)
{
	struct fields w;
	struct field f;

	(void)size;
	fields_begin(&w, text, zero, sizeof(zero));
	while (fields_next(&w, &f)) {
		ck_assert_msg(strchr("usxodefcntbaPTBUXLRIDSNKV", f.kind), "%s.%s has kind %c",
			type, f.name, f.kind);
		if (strchr("efcn", f.kind))
			ck_assert_msg(fields_names(f.list), "%s.%s has no names", type, f.name);
		if (f.kind == FIELD_STRUCT)
			ck_assert_msg(fields_struct(f.list), "%s.%s is no struct", type, f.name);
		if (strchr("BUXLRIN", f.kind) || f.counter)
			ck_assert_msg(has_counter(&f, text), "%s.%s: nothing counts it", type,
				f.name);
		if (isupper((unsigned char)f.kind))
			ck_assert_msg(f.size == 8 || f.size == sizeof(void *),
				"%s.%s is no pointer", type, f.name);
	}
	ck_assert_msg(!*w.at, "%s: what is %s", type, w.at);
}

START_TEST(every_field_has_what_its_kind_needs)
{
	each_struct(complete);
}
END_TEST

START_TEST(every_attribute_has_its_own_name)
{
	struct fields w;
	struct field f;

	fields_begin(&w, fields_attribute(IFLA_XDP, IFLA_XDP_FD), zero, 4);
	ck_assert(fields_next(&w, &f));
	ck_assert_str_eq(f.name, "IFLA_XDP_FD");
	ck_assert_int_eq(f.kind, FIELD_FD);
	ck_assert_ptr_null(fields_attribute(0, IFLA_XDP_FLAGS + 1000));
}
END_TEST

/* The path of types that leads to the program's descriptor, and its name there. */
static const struct {
	uint16_t message, path[6];
	const char *field;
} paths[] = {
	{ RTM_SETLINK, { IFLA_XDP, IFLA_XDP_FD }, "IFLA_XDP_FD:d" },
	{ RTM_NEWTFILTER, { TCA_OPTIONS, TCA_BPF_FD }, "TCA_BPF_FD:d" },
	{ RTM_NEWTFILTER, { TCA_OPTIONS, TCA_MATCHALL_ACT, 1, TCA_ACT_OPTIONS, TCA_ACT_BPF_FD },
		"TCA_ACT_BPF_FD:d" },
	{ RTM_NEWROUTE, { RTA_ENCAP, NLA_F_NESTED | LWT_BPF_IN, LWT_BPF_PROG_FD },
		"LWT_BPF_PROG_FD:d" },
	{ RTM_NEWROUTE, { RTA_ENCAP, NLA_F_NESTED | LWT_BPF_XMIT, LWT_BPF_PROG_FD },
		"LWT_BPF_PROG_FD:d" },
	{ RTM_NEWROUTE, { RTA_ENCAP, SEG6_LOCAL_ACTION }, "SEG6_LOCAL_ACTION" },
	{ RTM_NEWROUTE, { RTA_ENCAP, SEG6_LOCAL_BPF, SEG6_LOCAL_BPF_PROG },
		"SEG6_LOCAL_BPF_PROG:d" },
};

START_TEST(an_attribute_is_known_by_where_it_stands)
{
	uint32_t in = fields_in_message(paths[_i].message);
	const uint16_t *type = paths[_i].path;

	for (; type[1]; type++) {
		ck_assert(strstr(fields_attribute(in, *type), ":a0"));
		in = fields_in_attribute(in, *type & NLA_TYPE_MASK);
	}
	ck_assert_str_eq(fields_attribute(in, *type), paths[_i].field);
}
END_TEST

START_TEST(every_command_has_fields)
{
	struct rawbpf_request r = { CALL_BPF, 0, NULL, 0 };
	char name[64], want[64];

	for (; r.command < __MAX_BPF_CMD; r.command++) {
		ck_assert(fields_request_name(&r, name, sizeof(name)));
		ck_assert(names_get(&names_bpf_cmd, r.command, want, sizeof(want)));
		ck_assert_str_eq(name, want);
		ck_assert_msg(fields_of(&r), "%s has no fields", name);
	}
	ck_assert_ptr_null(fields_of(&r));
	ck_assert(!fields_request_name(&r, name, sizeof(name)));
}
END_TEST

START_TEST(every_call_has_fields)
{
	struct rawbpf_request r = { CALL_PERF_EVENT_OPEN, 1234, NULL, 0 };
	char name[64];

	for (; r.call <= CALL_CLOSE; r.call++) {
		ck_assert_msg(fields_of(&r), "call %u has no fields", r.call);
		ck_assert(fields_request_name(&r, name, sizeof(name)));
	}
	ck_assert_ptr_null(fields_of(&r));
	ck_assert(!fields_request_name(&r, name, sizeof(name)));
	r.call = CALL_IOCTL;
	ck_assert(fields_request_name(&r, name, sizeof(name)));
	ck_assert_str_eq(name, "ioctl");
	r.call = CALL_CLOSE;
	ck_assert(fields_request_name(&r, name, sizeof(name)));
	ck_assert_str_eq(name, "close");
}
END_TEST

/* ---- reading the bytes ---- */

START_TEST(a_field_behind_the_given_bytes_is_zero)
{
	struct bpf_attr_map_create a;
	struct field f;

	memset(&a, 0xff, sizeof(a));
	ck_assert(find(text_of_request(CALL_BPF, BPF_MAP_CREATE), "max_entries", &f));
	ck_assert_uint_eq(field_get(&f, &a, 16), 0xffffffff);
	ck_assert_uint_eq(field_get(&f, &a, 12), 0);
	ck_assert_uint_eq(field_get(&f, &a, 0), 0);
}
END_TEST

START_TEST(a_field_half_given_counts_the_rest_as_zero)
{
	const size_t half = offsetof(struct bpf_attr_map_elem, flags) + 4;
	struct bpf_attr_map_elem a;
	uint64_t want = UINT64_MAX;
	struct field f;

	memset(&a, 0xff, sizeof(a));
	memset((char *)&want + 4, 0, 4);
	ck_assert(find(text_of_request(CALL_BPF, BPF_MAP_UPDATE_ELEM), "flags", &f));
	ck_assert_uint_eq(field_get(&f, &a, half), want);
}
END_TEST

/* The names of bit-fields go by position: compare with what the compiler does. */
START_TEST(bits_of_perf_event_attr_are_in_order)
{
	const struct names *bits = fields_names("perf_bits");
	struct perf_event_attr a;
	struct field f;
	char name[64];
	uint64_t n;

	memset(&a, 0, sizeof(a));
	a.defer_output = 1;
	ck_assert(find(fields_struct("perf_event_attr"), "bits", &f));
	n = field_get(&f, &a, sizeof(a));
	ck_assert_uint_eq(n, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 1ULL << 24 : 1ULL << 39);
	ck_assert(!names_get(bits, 40, name, sizeof(name)));
	ck_assert(names_get(bits, 39, name, sizeof(name)));
	ck_assert_str_eq(name, "defer_output");
	ck_assert(names_get(bits, 28, name, sizeof(name)));
	ck_assert_str_eq(name, "namespaces");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("fields");
	TCase *t = tcase_create("fields");

	tcase_add_test(t, every_field_lies_where_the_compiler_puts_it);
	tcase_add_test(t, every_member_has_a_field);
	tcase_add_test(t, no_field_of_the_large_structs_is_forgotten);
	tcase_add_test(t, fields_overlap_only_where_a_union_has_another_meaning);
	tcase_add_test(t, every_field_has_what_its_kind_needs);
	tcase_add_test(t, every_attribute_has_its_own_name);
	tcase_add_loop_test(t, an_attribute_is_known_by_where_it_stands, 0, CNT(paths));
	tcase_add_test(t, every_command_has_fields);
	tcase_add_test(t, every_call_has_fields);
	tcase_add_test(t, a_field_behind_the_given_bytes_is_zero);
	tcase_add_test(t, a_field_half_given_counts_the_rest_as_zero);
	tcase_add_test(t, bits_of_perf_event_attr_are_in_order);
	suite_add_tcase(s, t);
	return s;
}
