/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers of rtnetlink that are not the whole: a kernel that is none says what is read. */
#include "kernel/netlink.h"

#include <errno.h>
#include <string.h>

#include "kernel/request.h"
#include "tests/lib/test.h"

/* What it answers with: `cnt` empty messages and the end, as bytes of that many. */
struct teller {
	struct rawbpf_kernel kernel;
	uint32_t cnt, cut;
	uint16_t flags; /* of the first one */
};

static long tell(const struct teller *t, const struct call_read *r)
{
	struct nlmsghdr h = { .nlmsg_len = sizeof(h), .nlmsg_type = 16, .nlmsg_flags = t->flags };
	uint32_t i, at = 0;

	for (i = 0; i <= t->cnt && at + sizeof(h) <= r->size; i++, at += sizeof(h)) {
		h.nlmsg_type = i < t->cnt ? 16 : NLMSG_DONE;
		memcpy((char *)r->bytes + at, &h, sizeof(h));
		h.nlmsg_flags = 0;
	}
	return at - t->cut;
}

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	const struct teller *t = (const struct teller *)k;

	if (r->call == CALL_READ)
		return tell(t, r->attr);
	return r->call == CALL_SOCKET ? 3 : r->call == CALL_SEND ? 1 : 0;
}

static int count(void *ctx, const struct nlmsghdr *h)
{
	*(int *)ctx += h->nlmsg_len == sizeof(*h);
	return 0;
}

static int dump(uint32_t cnt, uint16_t flags, uint32_t cut, int *seen)
{
	struct teller t = { { ask }, cnt, cut, flags };
	struct netlink_msg m;

	*seen = 0;
	netlink_begin(&m, 18, NLM_F_DUMP, "", 1);
	return netlink_ask(&t.kernel, &m, count, seen, NULL, 0);
}

START_TEST(a_whole_answer_is_one)
{
	int seen;

	assert_ok(dump(3, 0, 0, &seen));
	ck_assert_int_eq(seen, 3);
}
END_TEST

START_TEST(a_dump_that_was_interrupted_is_to_be_asked_for_again)
{
	int seen;

	assert_err(dump(3, NLM_F_DUMP_INTR, 0, &seen), -EAGAIN);
	ck_assert_int_eq(seen, 3);
	assert_err(dump(0, NLM_F_DUMP_INTR, 0, &seen), -EAGAIN);
}
END_TEST

START_TEST(half_a_message_is_too_long_a_one)
{
	int seen;

	assert_err(dump(3, 0, 4, &seen), -EMSGSIZE);
	ck_assert_int_eq(seen, 3);
}
END_TEST

START_TEST(a_datagram_that_fills_all_room_may_be_longer)
{
	int seen;

	assert_err(dump(1 << 20, 0, 0, &seen), -EMSGSIZE);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("netlink");
	TCase *t = tcase_create("answers");

	tcase_add_test(t, a_whole_answer_is_one);
	tcase_add_test(t, a_dump_that_was_interrupted_is_to_be_asked_for_again);
	tcase_add_test(t, half_a_message_is_too_long_a_one);
	tcase_add_test(t, a_datagram_that_fills_all_room_may_be_longer);
	suite_add_tcase(s, t);
	return s;
}
