/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A socket filter that leaves only the headers of each packet: trim.bpf.c in classic BPF.
 *
 *	trim.insn [INTERFACE] [-- COMMAND...]
 *
 * Classic BPF is the filter machine of 1992, which Linux has on sockets since 2.2 and needs no
 * privileges for: an accumulator A, an index X, loads from the packet in host byte order, jumps
 * forward only. The kernel translates it into eBPF when it is attached (SO_ATTACH_FILTER).
 *
 * Printed is, for each packet, its length and what the socket got of it.
 */
#include "packet.h" /* before the system's headers, which define some of these names as macros */

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdint.h>
#include <sys/socket.h>

#include "asm/insn.h"
#include "rawbpf.h"
#include "sample.h"

/* Jumps say how many instructions to skip, when true and when false. */
static const struct sock_filter trim[] = {
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, ETH_TYPE),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IP, 0, 5), /* else to IPv6 */

	/* IPv4: X = 4 * (low half of the byte), in one instruction made for this */
	BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, ETH_SIZE + IP_VERSION_IHL),
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, ETH_SIZE + IP_FRAGMENT),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1fff, 13, 0), /* a later fragment: to no ports */
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, ETH_SIZE + IP_PROTOCOL),
	BPF_STMT(BPF_JMP | BPF_JA, 3), /* to TCP */

	/* IPv6 */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IPV6, 0, 14), /* else to the end */
	BPF_STMT(BPF_LDX | BPF_IMM, IPV6_SIZE),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, ETH_SIZE + IPV6_NEXT),

	/* A is the protocol, X the size of the IP header. TCP: A = size of its header */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TCP, 0, 4), /* else to UDP */
	BPF_STMT(BPF_LD | BPF_B | BPF_IND, ETH_SIZE + TCP_OFFSET),
	BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 4),
	BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 2),
	BPF_STMT(BPF_JMP | BPF_JA, 4), /* to the sum */

	/* UDP, or no ports */
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, UDP, 0, 2),
	BPF_STMT(BPF_LD | BPF_IMM, UDP_SIZE),
	BPF_STMT(BPF_JMP | BPF_JA, 1), /* to the sum */
	BPF_STMT(BPF_LD | BPF_IMM, 0),

	/* the sum: return A + X + ETH_SIZE, how many bytes to keep */
	BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0),
	BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, ETH_SIZE),
	BPF_STMT(BPF_RET | BPF_A, 0),

	/* the end: neither IPv4 nor IPv6 */
	BPF_STMT(BPF_RET | BPF_K, ETH_SIZE),
};

/* What PACKET_AUXDATA tells of each packet: struct tpacket_auxdata of <linux/if_packet.h>. */
struct auxdata {
	uint32_t status;
	uint32_t len; /* before the filter */
	uint32_t snaplen;
	uint16_t mac, net;
	uint16_t vlan_tci, vlan_tpid;
};

/* With protocol 0 a packet socket receives nothing; binding it to one opens it. */
static int packet_socket(void)
{
	int on = 1, fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &on, sizeof(on));
	return fd;
}

static int packet_bind(int fd, const char *interface)
{
	const uint16_t all = 0x0003; /* ETH_P_ALL */
	struct sockaddr_ll at;

	memset(&at, 0, sizeof(at));
	at.sll_family = AF_PACKET;
	at.sll_protocol = htons(all);
	at.sll_ifindex = if_nametoindex(interface);
	if (!at.sll_ifindex || bind(fd, (struct sockaddr *)&at, sizeof(at)))
		return -errno;
	return 0;
}

static uint32_t original_length(struct msghdr *msg)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(msg);
	struct auxdata aux;

	if (!c || c->cmsg_level != SOL_PACKET || c->cmsg_type != PACKET_AUXDATA)
		return 0;
	memcpy(&aux, CMSG_DATA(c), sizeof(aux));
	return aux.len;
}

static void packets_print(int fd)
{
	char packet[256], control[CMSG_SPACE(sizeof(struct auxdata))];
	struct iovec bytes = {.iov_base = packet, .iov_len = sizeof(packet)};
	struct msghdr msg;
	ssize_t kept;

	memset(&msg, 0, sizeof(msg));
	msg.msg_iov = &bytes;
	msg.msg_iovlen = 1;
	msg.msg_control = control;
	msg.msg_controllen = sizeof(control);
	while ((kept = recvmsg(fd, &msg, MSG_TRUNC)) >= 0) {
		printf("%u bytes, kept %zd\n", original_length(&msg), kept);
		msg.msg_controllen = sizeof(control);
	}
}

static int trim_attach(int fd, struct rawbpf_link **link, struct rawbpf_diag *d)
{
	struct rawbpf_attach_opts opts;

	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = fd;
	return rawbpf_attach_classic(
		NULL, trim, sizeof(trim) / sizeof(trim[0]), NULL, &opts, link, d);
}

int main(int argc, char **argv)
{
	struct rawbpf_link *link = NULL;
	struct rawbpf_diag d;
	int fd = packet_socket(), err;

	(void)argc;
	memset(&d, 0, sizeof(d));
	err = fd < 0 ? fd : trim_attach(fd, &link, &d);
	if (!err)
		err = packet_bind(fd, sample_interface(argv));
	if (!err) {
		sample_wait(argv);
		packets_print(fd);
	} else {
		fprintf(stderr, "%s\n", d.err ? d.msg : strerror(-err));
	}
	rawbpf_link_detach(link);
	rawbpf_diag_free(&d);
	if (fd >= 0)
		close(fd);
	return err < 0;
}
