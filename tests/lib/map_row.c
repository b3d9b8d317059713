/* SPDX-License-Identifier: BSD-2-Clause */
#include "map_row.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "rawbpf.h"
#include "test.h"

int map_row_load(uint32_t type, uint32_t attach, const struct bpf_insn *insns, uint32_t cnt)
{
	struct rawbpf_prog_spec p;
	struct rawbpf_diag d;
	int fd;

	memset(&p, 0, sizeof(p));
	memset(&d, 0, sizeof(d));
	p.name = "map_types";
	p.type = type;
	p.expected_attach = attach;
	p.insns = insns;
	p.insn_cnt = cnt;
	p.license = "GPL";
	fd = rawbpf_prog_load(NULL, &p, &d);
	ck_assert_msg(fd >= 0, "%s\n%s", d.msg, d.log ? d.log : "");
	return fd;
}

uint32_t map_row_run_fd(int prog, bool packet)
{
	char bytes[64] = "";
	struct rawbpf_test_run t;
	struct rawbpf_diag d;
	int err;

	memset(&t, 0, sizeof(t));
	memset(&d, 0, sizeof(d));
	t.data_in = packet ? bytes : NULL;
	t.data_in_size = packet ? sizeof(bytes) : 0;
	err = rawbpf_test_run(NULL, prog, &t, &d);
	ck_assert_msg(!err, "%s", d.msg);
	return t.retval;
}

uint32_t map_row_run(uint32_t type, const struct bpf_insn *insns, uint32_t cnt)
{
	int prog = map_row_load(type, 0, insns, cnt);
	uint32_t ret = map_row_run_fd(prog, type != BPF_PROG_TYPE_RAW_TRACEPOINT);

	close(prog);
	return ret;
}

/* ---- maps -------------------------------------------------------------------------------------- */

/* Types for local storage: 1 is a u32, 2 a u64. */
static int storage_btf(void)
{
	const uint32_t types[] = { 0, 1 << 24, 4, 32, 0, 1 << 24, 8, 64 };
	struct {
		uint16_t magic;
		uint8_t version, flags;
		uint32_t sizes[5], types[8];
		char strings[4];
	} b = { 0xeb9f, 1, 0, { 24, 0, sizeof(types), sizeof(types), 4 }, { 0 }, "" };
	struct bpf_attr_btf_load a;

	memcpy(b.types, types, sizeof(types));
	memset(&a, 0, sizeof(a));
	a.btf = kernel_ptr(&b);
	a.btf_size = sizeof(b);
	return assert_ok(kernel_btf_load(rawbpf_kernel(), &a));
}

int map_row_make(const struct map_row *r)
{
	struct rawbpf_map_spec m = { .type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 8,
		.max_entries = 1 };
	bool of_maps = r->type == BPF_MAP_TYPE_ARRAY_OF_MAPS || r->type == BPF_MAP_TYPE_HASH_OF_MAPS;
	bool local = r->type == BPF_MAP_TYPE_SK_STORAGE || r->type == BPF_MAP_TYPE_TASK_STORAGE;
	int fd, inner = of_maps ? rawbpf_map_create(NULL, &m, NULL) : 0;

	m.name = "map_types";
	m.type = r->type;
	m.key_size = r->key_size;
	m.value_size = r->value_size;
	m.max_entries = r->entries;
	m.flags = r->flags;
	m.inner_map_fd = inner;
	m.btf_fd = local ? storage_btf() : 0;
	m.btf_key_type_id = 1;
	m.btf_value_type_id = 2;
	fd = rawbpf_map_create(NULL, &m, NULL);
	close(of_maps ? inner : -1);
	close(local ? m.btf_fd : -1);
	return fd;
}

void put(int fd, uint32_t key, uint64_t value)
{
	assert_ok(rawbpf_map_update(NULL, fd, &key, &value, BPF_ANY));
}

void put_u32(int fd, uint32_t key, uint32_t value)
{
	assert_ok(rawbpf_map_update(NULL, fd, &key, &value, BPF_ANY));
}

uint64_t get(int fd, uint32_t key)
{
	uint64_t value = 0;

	assert_ok(rawbpf_map_lookup(NULL, fd, &key, &value));
	return value;
}

uint32_t get_u32(int fd, uint32_t key)
{
	uint32_t value = 0;

	assert_ok(rawbpf_map_lookup(NULL, fd, &key, &value));
	return value;
}

uint64_t map_row_sum(int fd, const void *want, uint32_t size, uint32_t *cpus)
{
	struct rawbpf_entries *it;
	const void *key, *value;
	uint64_t sum = 0, v;
	uint32_t i;

	assert_ok(rawbpf_entries_open(NULL, fd, &it, NULL));
	*cpus = rawbpf_entries_cpus(it);
	while (rawbpf_entries_next(it, &key, &value) > 0)
		for (i = 0; !memcmp(key, want, size) && i < *cpus; i++) {
			memcpy(&v, (const char *)value + i * rawbpf_entries_stride(it), sizeof(v));
			sum += v;
		}
	rawbpf_entries_close(it);
	return sum;
}

/* ---- objects ---- */

struct rawbpf_object *map_row_load_object(const char *path, const char *prog,
	const char *without)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	int err;

	need_file(path);
	memset(&d, 0, sizeof(d));
	assert_ok(rawbpf_object_open(path, NULL, &o, NULL));
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, prog), true);
	if (without)
		rawbpf_map_set_autocreate(rawbpf_object_map(o, without), false);
	err = rawbpf_object_load(o, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	return o;
}

int map_row_map(struct rawbpf_object *o, const char *name)
{
	return rawbpf_map_fd(rawbpf_object_map(o, name));
}

uint64_t map_row_global(struct rawbpf_object *o, const char *name)
{
	return *(uint64_t *)rawbpf_global(o, name, NULL);
}

/* ---- sockets ---- */

int udp(uint16_t *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = *port };
	socklen_t size = sizeof(a);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, (int[]){ 1 }, sizeof(int)), 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&a, &size), 0);
	*port = a.sin_port;
	return fd;
}

void send_udp(uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = port };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof(a)), 1);
	close(fd);
}

uint64_t cookie_of(int fd)
{
	uint64_t cookie = 0;
	socklen_t size = sizeof(cookie);

	ck_assert_int_eq(getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size), 0);
	return cookie;
}
