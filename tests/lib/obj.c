/* SPDX-License-Identifier: BSD-2-Clause */
#include "obj.h"

#include <linux/bpf.h>

#include "asm/insn.h"
#include "fds.h"
#include "kernel/kernel.h"
#include "test.h"

struct rawbpf_object *obj_open(const char *path, struct rawbpf_kernel *k)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;

	need_root();
	need_file(path);
	memset(&d, 0, sizeof(d));
	memset(&opts, 0, sizeof(opts));
	opts.kernel = k;
	ck_assert_msg(!rawbpf_object_open(path, &opts, &o, &d), "%s", d.msg);
	return o;
}

struct rawbpf_object *obj_load(struct rawbpf_object *o)
{
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	ck_assert_msg(!rawbpf_object_load(o, &d), "%s\n%s", d.msg, d.log ? d.log : "");
	return o;
}

struct rawbpf_link *obj_attach(struct rawbpf_object *o, const char *prog, const char *target,
	const struct rawbpf_attach_opts *opts)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	ck_assert_msg(!rawbpf_prog_attach(rawbpf_object_prog(o, prog), target, opts, &l, &d), "%s",
		d.msg);
	return l;
}

void obj_refused(struct rawbpf_object *o, const char *prog, const char *target, int err,
	const char *words)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	struct fds fds;

	fds_take(&fds);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_prog_attach(rawbpf_object_prog(o, prog), target, NULL, &l, &d), err);
	ck_assert_msg(strstr(d.msg, words) != NULL, "%s", d.msg);
	ck_assert_ptr_null(l);
	fds_same(&fds);
}

uint32_t obj_run(struct rawbpf_object *o, const char *prog)
{
	uint8_t packet[64] = { 0 };
	struct rawbpf_test_run t;

	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = sizeof(packet);
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, prog)), &t, NULL));
	return t.retval;
}

int obj_program(const char *name, uint32_t type, uint32_t attach_type, const struct bpf_insn *insns,
	uint32_t cnt)
{
	struct rawbpf_prog_spec p;
	struct rawbpf_diag d;
	int fd;

	memset(&p, 0, sizeof(p));
	memset(&d, 0, sizeof(d));
	p.name = name;
	p.type = type;
	p.expected_attach = attach_type;
	p.insns = insns;
	p.insn_cnt = cnt;
	p.license = "GPL";
	fd = rawbpf_prog_load(NULL, &p, &d);
	ck_assert_msg(fd >= 0, "%s", d.msg);
	return fd;
}

int obj_returning(const char *name, uint32_t type, uint32_t attach_type, int result)
{
	const struct bpf_insn insns[] = { BPF_MOV64_IMM(BPF_REG_0, result), BPF_EXIT_INSN() };

	return obj_program(name, type, attach_type, insns, 2);
}

uint32_t obj_prog_id(int prog)
{
	struct bpf_prog_info info;

	assert_ok(kernel_info(rawbpf_kernel(), prog, &info, sizeof(info)));
	return info.id;
}
