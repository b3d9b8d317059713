/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Infrared receivers, on a kernel that is none: there is hardly one that takes these programs. What is
 * asked of it is the same as of the real one.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <unistd.h>

#include "kernel/request.h"
#include "rawbpf.h"
#include "tests/lib/fds.h"

enum { DEVICE = 1000 };

struct receiver {
	struct rawbpf_kernel kernel;
	int open, attach; /* what it answers */
	int opened, programs; /* right now */
	uint32_t type; /* of any program */
	struct bpf_attr_prog_attach attached, detached;
};

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct receiver *x = (struct receiver *)k;
	const struct call_open *o = r->attr;
	const struct call_close *c = r->attr;
	const struct bpf_attr_info *info = r->attr;

	if (r->call == CALL_OPEN) {
		ck_assert_str_eq(o->path, "/dev/lirc7");
		ck_assert_int_eq(o->flags & O_ACCMODE, O_RDWR);
		x->opened += !x->open;
		return x->open ? x->open : DEVICE;
	}
	if (r->call == CALL_CLOSE && c->fd == DEVICE) {
		x->opened--;
		return 0;
	}
	if (r->call == CALL_CLOSE)
		return close(c->fd);
	ck_assert_int_eq(r->call, CALL_BPF);
	if (r->command == BPF_OBJ_GET_INFO_BY_FD) {
		((struct bpf_prog_info *)(uintptr_t)info->info)->type = x->type;
		return 0;
	}
	if (r->command == BPF_PROG_ATTACH && !x->attach)
		x->programs++;
	if (r->command == BPF_PROG_DETACH)
		x->programs--;
	memcpy(r->command == BPF_PROG_ATTACH ? &x->attached : &x->detached, r->attr, r->size);
	return r->command == BPF_PROG_ATTACH ? x->attach : 0;
}

static void plug_in(struct receiver *x)
{
	memset(x, 0, sizeof(*x));
	x->kernel.ask = ask;
	x->type = BPF_PROG_TYPE_LIRC_MODE2;
}

START_TEST(a_program_is_attached_to_the_device_and_taken_off_by_name)
{
	struct rawbpf_link *l = NULL;
	int prog = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct receiver x;
	struct fds fds;

	fds_take(&fds);
	plug_in(&x);
	assert_ok(rawbpf_attach(&x.kernel, prog, "lirc_mode2:/dev/lirc7", NULL, &l, NULL));
	ck_assert_str_eq(rawbpf_link_how(l), "PROG_ATTACH");
	ck_assert_uint_eq(x.attached.target_fd, DEVICE);
	ck_assert_int_eq(x.attached.attach_bpf_fd, prog);
	ck_assert_uint_eq(x.attached.attach_type, BPF_LIRC_MODE2);
	ck_assert_uint_eq(x.attached.attach_flags, 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_uint_eq(x.detached.target_fd, DEVICE);
	ck_assert_uint_eq(x.detached.attach_type, BPF_LIRC_MODE2);
	ck_assert_int_gt(x.detached.attach_bpf_fd, 0);
	ck_assert_int_eq(x.programs, 0);
	ck_assert_int_eq(x.opened, 0);
	fds_same(&fds);
}
END_TEST

static const struct {
	int open, attach;
	const char *words;
	bool is_xdp;
} refusals[] = {
	{ -ENOENT, 0, "the device cannot be opened: No such file", false },
	{ 0, -EINVAL, "without CONFIG_BPF_LIRC_MODE2", false },
	{ 0, -EINVAL, "takes programs of type lirc_mode2, and this one is xdp", true },
	{ 0, -EEXIST, "this very program is attached", false },
	{ 0, -E2BIG, "no more than 64", false },
	{ 0, -EPERM, "refused: Operation not permitted", false },
};

START_TEST(a_refusal_has_its_reason_and_leaves_nothing)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	struct receiver x;
	struct fds fds;
	int want;

	fds_take(&fds);
	plug_in(&x);
	memset(&d, 0, sizeof(d));
	x.open = refusals[_i].open;
	x.attach = refusals[_i].attach;
	x.type = refusals[_i].is_xdp ? BPF_PROG_TYPE_XDP : x.type;
	want = x.open ? x.open : x.attach;
	assert_err(rawbpf_attach(&x.kernel, 0, "lirc_mode2:/dev/lirc7", NULL, &l, &d), want);
	ck_assert_msg(strstr(d.msg, refusals[_i].words) != NULL, "%s", d.msg);
	ck_assert_ptr_null(l);
	ck_assert_int_eq(x.opened, 0);
	ck_assert_int_eq(x.programs, 0);
	fds_same(&fds);
}
END_TEST

START_TEST(a_device_has_to_be_named)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	struct receiver x;

	plug_in(&x);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_attach(&x.kernel, 0, "lirc_mode2:", NULL, &l, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "as in lirc_mode2:/dev/lirc0") != NULL, "%s", d.msg);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("lirc");
	TCase *t = tcase_create("requests");

	tcase_add_test(t, a_program_is_attached_to_the_device_and_taken_off_by_name);
	tcase_add_loop_test(t, a_refusal_has_its_reason_and_leaves_nothing, 0,
		sizeof(refusals) / sizeof(*refusals));
	tcase_add_test(t, a_device_has_to_be_named);
	suite_add_tcase(s, t);
	return s;
}
