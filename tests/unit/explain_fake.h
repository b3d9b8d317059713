/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For the tests of explain: a kernel behind it that answers what it is told to, the line that came,
 * and requests that several tests make.
 */
#ifndef EXPLAIN_FAKE_H
#define EXPLAIN_FAKE_H

#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>

#include "kernel/kernel.h"
#include "kernel/netlink.h"
#include "kernel/request.h"
#include "tests/lib/test.h"

/* The kernel behind: one answer for all but BPF_OBJ_GET_INFO_BY_FD, which tells a map's sizes. */
struct fake {
	struct rawbpf_kernel kernel;
	long result;
	uint32_t key_size, value_size;
	void (*act)(struct rawbpf_request *r);
};

static struct fake fake;
static struct rawbpf_explain x;
static char line[70000];
static int lines;

static inline long fake_ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct bpf_attr_info *a = r->attr;
	struct bpf_map_info *info;

	ck_assert_ptr_eq(k, &fake.kernel);
	if (r->call == CALL_BPF && r->command == BPF_OBJ_GET_INFO_BY_FD && fake.key_size) {
		info = (void *)(uintptr_t)a->info;
		info->key_size = fake.key_size;
		info->value_size = fake.value_size;
		return 0;
	}
	if (fake.act)
		fake.act(r);
	return fake.result;
}

static inline void take_line(void *ctx, const char *text)
{
	ck_assert_ptr_eq(ctx, &lines);
	ck_assert_uint_lt(strlen(text), sizeof(line));
	strcpy(line, text);
	lines++;
}

static inline void setup(void)
{
	memset(&fake, 0, sizeof(fake));
	fake.kernel.ask = fake_ask;
	rawbpf_explain_init(&x, &fake.kernel);
	x.line = take_line;
	x.ctx = &lines;
	lines = 0;
	line[0] = '\0';
}

static inline void setup_json(void)
{
	setup();
	x.json = true;
}

#define assert_line(want) ck_assert_str_eq(line, want)
#define assert_part(want) ck_assert_ptr_nonnull(strstr(line, want))

static inline void map_create(void)
{
	struct bpf_attr_map_create a;

	memset(&a, 0, sizeof(a));
	a.map_type = BPF_MAP_TYPE_HASH;
	a.key_size = 4;
	a.value_size = 16;
	a.max_entries = 256;
	a.map_flags = BPF_F_NO_PREALLOC | BPF_F_RDONLY_PROG;
	strcpy(a.map_name, "protocols");
	a.btf_fd = 3;
	kernel_map_create(&x.kernel, &a);
}

static inline void prog_load(uint32_t log_level, char *log)
{
	struct bpf_insn insns[3];
	struct bpf_attr_prog_load a;

	memset(insns, 0, sizeof(insns));
	memset(&a, 0, sizeof(a));
	a.prog_type = BPF_PROG_TYPE_CGROUP_SKB;
	a.insns = kernel_ptr(insns);
	a.insn_cnt = 3;
	a.license = kernel_ptr("GPL");
	a.expected_attach_type = BPF_CGROUP_INET_EGRESS;
	strcpy(a.prog_name, "count");
	a.log_level = log_level;
	a.log_buf = kernel_ptr(log);
	a.log_size = log ? 64 : 0;
	kernel_prog_load(&x.kernel, &a);
}

static inline void set_link_xdp(void)
{
	struct ifinfomsg body;
	struct netlink_msg m;
	int32_t fd = 7;
	uint32_t flags = XDP_FLAGS_SKB_MODE, nest;

	memset(&body, 0, sizeof(body));
	body.ifi_index = 2;
	netlink_begin(&m, RTM_SETLINK, 0, &body, sizeof(body));
	nest = netlink_nest(&m, IFLA_XDP);
	netlink_put(&m, IFLA_XDP_FD, &fd, sizeof(fd));
	netlink_put(&m, IFLA_XDP_FLAGS, &flags, sizeof(flags));
	netlink_nest_end(&m, nest);
	m.header.nlmsg_len = m.used;
	kernel_send(&x.kernel, 5, m.bytes, m.used);
}

#endif
