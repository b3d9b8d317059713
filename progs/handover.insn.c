/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server that takes over the port of the one that runs, without a connection lost; handover.bpf.c as
 * machine instructions, with what the processes do.
 *
 *	handover PORT NAME
 *
 * It listens on 127.0.0.1, answers each connection with NAME, and ends when its standard input does, or when
 * another one has taken over. Started a second time, that one is who answers, and the first ends.
 *
 * They find each other by the map, which is pinned in /sys/fs/bpf. The newest writes its socket there;
 * what the map then gives back is the socket's cookie, by which the one before sees that it is not its own
 * any more. The program is the same in all, so each puts its own on the group.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "asm/insn.h"
#include "rawbpf.h"

#define PIN "/sys/fs/bpf/handover"

enum {
	SLICE_MS = 50,
	PATIENCE_MS = 1000, /* for what is still on its way, where the kernel cannot move it */
};

struct server {
	const char *name;
	int listener, map_fd;
	uint64_t cookie;
	bool migrates;
};

/* bpf_sk_select_reuseport(ctx, map, &key, 0): if there is nobody in the map, the hash decides. */
static int handover_load(int map_fd, uint32_t attach_type, struct rawbpf_diag *d)
{
	const struct bpf_insn prog[] = {
		BPF_ST_MEM(BPF_W, BPF_REG_10, -4, 0),
		BPF_LD_MAP_FD(BPF_REG_2, map_fd),
		BPF_MOV64_REG(BPF_REG_3, BPF_REG_10),
		BPF_ALU64_IMM(BPF_ADD, BPF_REG_3, -4),
		BPF_MOV64_IMM(BPF_REG_4, 0),
		BPF_EMIT_CALL(BPF_FUNC_sk_select_reuseport),
		BPF_MOV64_IMM(BPF_REG_0, SK_PASS),
		BPF_EXIT_INSN(),
	};
	struct rawbpf_prog_spec p;

	memset(&p, 0, sizeof(p));
	p.name = "handover";
	p.type = BPF_PROG_TYPE_SK_REUSEPORT;
	p.expected_attach = attach_type;
	p.insns = prog;
	p.insn_cnt = sizeof(prog) / sizeof(prog[0]);
	p.license = "Dual BSD/GPL";
	return rawbpf_prog_load(NULL, &p, d);
}

static int owner_open(struct rawbpf_diag *d)
{
	struct rawbpf_map_spec m;
	int err, fd = rawbpf_pin_open(NULL, PIN, NULL);

	if (fd >= 0)
		return fd;
	memset(&m, 0, sizeof(m));
	m.name = "owner";
	m.type = BPF_MAP_TYPE_REUSEPORT_SOCKARRAY;
	m.key_size = sizeof(uint32_t);
	m.value_size = sizeof(uint64_t);
	m.max_entries = 1;
	fd = rawbpf_map_create(NULL, &m, d);
	err = fd < 0 ? fd : rawbpf_pin(NULL, fd, PIN, d);
	if (!err || fd < 0)
		return fd;
	close(fd);
	return err;
}

static int attach(const struct server *s, const char *hook, uint32_t attach_type,
	struct rawbpf_diag *d)
{
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *link;
	int fd = handover_load(s->map_fd, attach_type, d), err;

	if (fd < 0)
		return fd;
	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = s->listener;
	err = rawbpf_attach(NULL, fd, hook, &opts, &link, d);
	close(fd);
	return err ? err : rawbpf_link_leave(link);
}

/* Before 5.14 what is not accepted cannot be moved. */
static int attach_best(struct server *s, struct rawbpf_diag *d)
{
	int err = attach(s, "sk_reuseport/migrate:", BPF_SK_REUSEPORT_SELECT_OR_MIGRATE, NULL);

	s->migrates = !err;
	return err ? attach(s, "sk_reuseport:", 0, d) : 0;
}

static int listen_at(uint16_t port)
{
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_in a;

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	a.sin_port = htons(port);
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) || listen(fd, 128))
		return -errno;
	return fd;
}

/* From the last line on connections come here. */
static int take_over(struct server *s, struct rawbpf_diag *d)
{
	socklen_t size = sizeof(s->cookie);
	uint64_t value = s->listener;
	uint32_t key = 0;
	int err;

	s->map_fd = owner_open(d);
	if (s->map_fd < 0)
		return s->map_fd;
	err = attach_best(s, d);
	if (err)
		return err;
	getsockopt(s->listener, SOL_SOCKET, SO_COOKIE, &s->cookie, &size);
	return rawbpf_map_update(NULL, s->map_fd, &key, &value, BPF_ANY);
}

static bool is_owner(const struct server *s)
{
	uint64_t cookie = 0;
	uint32_t key = 0;

	return !rawbpf_map_lookup(NULL, s->map_fd, &key, &cookie) && cookie == s->cookie;
}

/* How many were answered; waits so long for the first. */
static int answer(const struct server *s, int ms)
{
	struct pollfd p = { .fd = s->listener, .events = POLLIN };
	int fd, n = 0;

	poll(&p, 1, ms);
	while ((fd = accept(s->listener, NULL, NULL)) >= 0) {
		if (write(fd, s->name, strlen(s->name)) > 0)
			n++;
		close(fd);
	}
	return n;
}

static bool input_ended(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	char byte;

	return poll(&p, 1, 0) > 0 && read(STDIN_FILENO, &byte, 1) <= 0;
}

static int drain(const struct server *s)
{
	int n, all = 0;

	do {
		n = answer(s, PATIENCE_MS);
		all += n;
	} while (n);
	return all;
}

static void serve(const struct server *s)
{
	int answered = 0;

	while (is_owner(s) && !input_ended())
		answered += answer(s, SLICE_MS);
	if (is_owner(s))
		unlink(PIN);
	else if (!s->migrates)
		answered += drain(s);
	close(s->listener);
	printf("%s answered %d\n", s->name, answered);
}

int main(int argc, char **argv)
{
	struct rawbpf_diag d;
	struct server s;
	int err;

	if (argc != 3) {
		fprintf(stderr, "handover PORT NAME\n");
		return 1;
	}
	memset(&d, 0, sizeof(d));
	memset(&s, 0, sizeof(s));
	s.name = argv[2];
	err = s.listener = listen_at(atoi(argv[1]));
	if (err >= 0)
		err = take_over(&s, &d);
	if (err < 0)
		fprintf(stderr, "%s\n%s", d.err ? d.msg : strerror(-err), d.log ? d.log : "");
	else
		serve(&s);
	rawbpf_diag_free(&d);
	return err < 0;
}
