/* SPDX-License-Identifier: BSD-2-Clause */
/* What the verifier says about instructions that were made invalid, turned into what is missing. */
#include "tests/lib/test.h"

#include <errno.h>
#include <string.h>

#include "link/code.h"
#include "object/verifier.h"
#include "tests/lib/btf_build.h"

static struct btf_build build;
static struct arena arena;
static struct unit unit;
static struct code code;
static struct code_poison poisons[] = { { 3, "needs three" }, { 70, "needs seventy" } };
static struct bpf_line_info lines[3];
static struct rawbpf_diag diag;

static void setup(void)
{
	static const uint32_t at[] = { 0, 3, 60 };
	uint32_t i, file, text;
	size_t size;

	memset(&diag, 0, sizeof(diag));
	memset(&code, 0, sizeof(code));
	btf_build_init(&build, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	file = btf_build_string(&build, "progs/x.c");
	text = btf_build_string(&build, "\tx = y->z;");
	for (i = 0; i < 3; i++)
		lines[i] = (struct bpf_line_info){ at[i], file, text, (i + 10) << 10 | 5 };
	btf_build_done(&build, &size);
	ck_assert_int_eq(btf_parse(&arena, "x", build.bytes, size, NULL, &unit.btf, NULL), 0);
	unit.ext.line.record_size = sizeof(lines[0]);
	code.poisons = poisons;
	code.poison_cnt = 2;
	code.line_info = (uint8_t *)lines;
	code.line_info_cnt = 3;
}

static void teardown(void)
{
	arena_free(&arena);
	btf_build_free(&build);
}

static void assert_message(const char *log, const char *message)
{
	ck_assert_int_eq(verifier_poison("p", -EINVAL, log, &unit, &code, &diag), -EINVAL);
	ck_assert_int_eq(diag.err, -EINVAL);
	ck_assert_int_eq(diag.stage, RAWBPF_STAGE_LOAD);
	ck_assert_str_eq(diag.msg, message);
}

START_TEST(the_message_has_source_line_and_reason)
{
	assert_message("0: (bf) r6 = r1\n3: (85) call unknown#195896080\n"
		       "invalid func unknown#195896080\nprocessed 4 insns\n",
		"program p: progs/x.c:11 \"x = y->z;\": needs three");
}
END_TEST

/* As kernels from 5.12 show registers before an instruction, and since 7.3 the cause. */
START_TEST(the_last_such_call_in_the_log_counts)
{
	assert_message("3: (85) call unknown#195896080\n70: R1=ctx() (85) call unknown#195896080\n"
		       "Verification failed: BAD\nReason:\n  invalid func unknown#195896080\n",
		"program p: progs/x.c:12 \"x = y->z;\": needs seventy");
}
END_TEST

START_TEST(a_jump_into_the_second_half_means_the_same)
{
	assert_message("4: (85) call unknown#195896080\n",
		"program p: progs/x.c:11 \"x = y->z;\": needs three");
}
END_TEST

START_TEST(without_lines_the_function_and_its_instruction_are_named)
{
	struct unit_func first = { .name = "first", .cnt = 60 };
	struct unit_func second = { .name = "second", .cnt = 11, .linked_at = 60 };
	struct unit_func *order[] = { &first, &second };

	code.line_info_cnt = 0;
	code.order = order;
	code.order_cnt = 2;
	assert_message("70: (85) call unknown#195896080\n",
		"program p: function second, instruction 10: needs seventy");
}
END_TEST

static const char *const others[] = {
	"", "\n", "invalid func unknown#195896080\n", "3: (85) call unknown#195896081\n",
	"3: (85) call bpf_map_lookup_elem#1\nR1 type=scalar expected=map_ptr\n",
	"5: (85) call unknown#195896080\n", "call unknown#195896080",
	"99999999999999999999: call unknown#195896080",
};

START_TEST(other_logs_are_left_to_others)
{
	ck_assert_int_eq(verifier_poison("p", -EINVAL, others[_i], &unit, &code, &diag), 0);
	ck_assert_int_eq(diag.err, 0);
}
END_TEST

START_TEST(no_log_and_no_code_are_fine)
{
	ck_assert_int_eq(verifier_poison("p", -EPERM, NULL, &unit, &code, &diag), 0);
	ck_assert_int_eq(verifier_poison("p", -EPERM, "3: call unknown#195896080", NULL, NULL,
		&diag), 0);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("poison");
	TCase *t = tcase_create("poison");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_message_has_source_line_and_reason);
	tcase_add_test(t, the_last_such_call_in_the_log_counts);
	tcase_add_test(t, a_jump_into_the_second_half_means_the_same);
	tcase_add_test(t, without_lines_the_function_and_its_instruction_are_named);
	tcase_add_loop_test(t, other_logs_are_left_to_others, 0,
		sizeof(others) / sizeof(*others));
	tcase_add_test(t, no_log_and_no_code_are_fine);
	suite_add_tcase(s, t);
	return s;
}
