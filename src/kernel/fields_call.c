/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system calls around bpf(2), argument by argument. What setsockopt(2), ioctl(2) and bind(2)
 * point at follows from the option, the request, the family.
 */
#include "kernel/fields.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/perf_event.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* ---- perf_event_open ---- */

static const char *const perf_flags[] = {
	[BIT(PERF_FLAG_FD_NO_GROUP)] = "PERF_FLAG_FD_NO_GROUP",
	[BIT(PERF_FLAG_FD_OUTPUT)] = "PERF_FLAG_FD_OUTPUT",
	[BIT(PERF_FLAG_PID_CGROUP)] = "PERF_FLAG_PID_CGROUP",
	[BIT(PERF_FLAG_FD_CLOEXEC)] = "PERF_FLAG_FD_CLOEXEC",
};
static const struct names names_perf_flags = NAMES(perf_flags);

static const struct field perf_event_open[] = {
	{ FIELD(call_perf_event_open, attr), FIELD_STRUCT, .shape = &fields_perf_event_attr },
	{ FIELD(call_perf_event_open, pid), FIELD_SIGNED, .when = WHEN_ALWAYS },
	{ FIELD(call_perf_event_open, cpu), FIELD_SIGNED, .when = WHEN_ALWAYS },
	{ FIELD(call_perf_event_open, group_fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(call_perf_event_open, flags), FIELD_FLAGS, .names = &names_perf_flags },
	{ 0 },
};

/* ---- ioctl ---- */

static const uint32_t ioctl_numbers[] = { PERF_EVENT_IOC_ENABLE, PERF_EVENT_IOC_DISABLE,
	PERF_EVENT_IOC_SET_BPF, PERF_EVENT_IOC_QUERY_BPF, PERF_EVENT_IOC_SET_FILTER, SIOCGIFINDEX };
static const char *const ioctl_names[] = { "PERF_EVENT_IOC_ENABLE", "PERF_EVENT_IOC_DISABLE",
	"PERF_EVENT_IOC_SET_BPF", "PERF_EVENT_IOC_QUERY_BPF", "PERF_EVENT_IOC_SET_FILTER",
	"SIOCGIFINDEX" };
static const struct names names_ioctl = NAMES_OF(ioctl_names, ioctl_numbers);

enum {
	ARG_FD = 1 << 0,
	ARG_IFREQ = 1 << 1,
	ARG_OTHER = 1 << 2,
};

static uint16_t ioctl_variant(const void *attr, size_t size)
{
	uint64_t n = fields_integer(attr, size, offsetof(struct call_ioctl, request), 4);

	if (n == SIOCGIFINDEX)
		return ARG_IFREQ;
	return n == PERF_EVENT_IOC_SET_BPF ? ARG_FD : ARG_OTHER;
}

static const struct field ifreq[] = {
	{ FIELD(ifreq, ifr_name), FIELD_TEXT },
	{ FIELD(ifreq, ifr_ifindex), FIELD_SIGNED, .when = WHEN_FILLED },
	{ 0 },
};
static const struct shape ifreq_shape = { ifreq, sizeof(struct ifreq), NULL };

static const struct field ioctl_fields[] = {
	{ FIELD(call_ioctl, fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(call_ioctl, request), FIELD_ENUM, .when = WHEN_ALWAYS, .names = &names_ioctl },
	{ FIELD(call_ioctl, arg), FIELD_FD, ARG_FD, WHEN_ALWAYS },
	{ FIELD(call_ioctl, arg), FIELD_STRUCT, ARG_IFREQ, .shape = &ifreq_shape },
	{ FIELD(call_ioctl, arg), FIELD_HEX, ARG_OTHER },
	{ 0 },
};

/* ---- sockets ---- */

static const char *const family[] = {
	[AF_UNSPEC] = "AF_UNSPEC",
	[AF_UNIX] = "AF_UNIX",
	[AF_INET] = "AF_INET",
	[AF_INET6] = "AF_INET6",
	[AF_NETLINK] = "AF_NETLINK",
	[AF_PACKET] = "AF_PACKET",
};
static const struct names names_family = NAMES(family);

static const char *const type[] = {
	[SOCK_STREAM] = "SOCK_STREAM",
	[SOCK_DGRAM] = "SOCK_DGRAM",
	[SOCK_RAW] = "SOCK_RAW",
};
static const struct names names_type = NAMES(type);

static const char *const netlink_family[] = {
	[NETLINK_ROUTE] = "NETLINK_ROUTE",
	[NETLINK_NETFILTER] = "NETLINK_NETFILTER",
	[NETLINK_GENERIC] = "NETLINK_GENERIC",
};
static const struct names names_netlink_family = NAMES(netlink_family);

static const uint32_t ethertype_numbers[] = { ETH_P_ALL, ETH_P_IP, ETH_P_IPV6, ETH_P_ARP };
static const char *const ethertypes[] = { "ETH_P_ALL", "ETH_P_IP", "ETH_P_IPV6", "ETH_P_ARP" };
static const struct names names_ethertype = NAMES_OF(ethertypes, ethertype_numbers);

enum {
	ON_PACKET = 1 << 0,
	ON_NETLINK = 1 << 1,
	ON_OTHER = 1 << 2,
};

static uint16_t family_variant(uint64_t n)
{
	if (n == AF_PACKET)
		return ON_PACKET;
	return n == AF_NETLINK ? ON_NETLINK : ON_OTHER;
}

static uint16_t socket_variant(const void *attr, size_t size)
{
	return family_variant(fields_integer(attr, size, 0, 4));
}

static const struct field socket_fields[] = {
	{ FIELD(call_socket, family), FIELD_ENUM, .when = WHEN_ALWAYS, .names = &names_family },
	{ FIELD(call_socket, type), FIELD_ENUM, .names = &names_type },
	{ FIELD(call_socket, protocol), FIELD_NET16, ON_PACKET, .names = &names_ethertype },
	{ FIELD(call_socket, protocol), FIELD_ENUM, ON_NETLINK, WHEN_ALWAYS,
		.names = &names_netlink_family },
	{ FIELD(call_socket, protocol), FIELD_NUMBER, ON_OTHER },
	{ 0 },
};

static uint16_t bind_variant(const void *attr, size_t size)
{
	const struct call_bind *c = attr;
	unsigned short n = AF_UNSPEC;

	if (size >= sizeof(*c) && c->addr && c->size >= sizeof(n))
		memcpy(&n, c->addr, sizeof(n));
	return family_variant(n);
}

static const struct field sockaddr_ll[] = {
	{ FIELD(sockaddr_ll, sll_family), FIELD_ENUM, .names = &names_family },
	{ FIELD(sockaddr_ll, sll_protocol), FIELD_NET16, .names = &names_ethertype },
	{ FIELD(sockaddr_ll, sll_ifindex), FIELD_SIGNED, .when = WHEN_ALWAYS },
	{ 0 },
};
static const struct shape sockaddr_ll_shape = { sockaddr_ll, sizeof(struct sockaddr_ll), NULL };

static const struct field sockaddr_nl[] = {
	{ FIELD(sockaddr_nl, nl_family), FIELD_ENUM, .names = &names_family },
	{ FIELD(sockaddr_nl, nl_pid) },
	{ FIELD(sockaddr_nl, nl_groups), FIELD_HEX },
	{ 0 },
};
static const struct shape sockaddr_nl_shape = { sockaddr_nl, sizeof(struct sockaddr_nl), NULL };

static const struct field bind_fields[] = {
	{ FIELD(call_bind, fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(call_bind, addr), FIELD_STRUCT, ON_PACKET, .shape = &sockaddr_ll_shape,
		.by = offsetof(struct call_bind, size) },
	{ FIELD(call_bind, addr), FIELD_STRUCT, ON_NETLINK, .shape = &sockaddr_nl_shape,
		.by = offsetof(struct call_bind, size) },
	{ FIELD(call_bind, addr), FIELD_BYTES, ON_OTHER, .by = offsetof(struct call_bind, size) },
	{ FIELD(call_bind, size) },
	{ 0 },
};

/* ---- setsockopt ---- */

static const uint32_t level_numbers[] = { SOL_SOCKET, SOL_NETLINK, SOL_PACKET };
static const char *const levels[] = { "SOL_SOCKET", "SOL_NETLINK", "SOL_PACKET" };
static const struct names names_level = NAMES_OF(levels, level_numbers);

static const uint32_t socket_options[] = { SO_ATTACH_FILTER, SO_DETACH_FILTER, SO_ATTACH_BPF,
	SO_ATTACH_REUSEPORT_CBPF, SO_ATTACH_REUSEPORT_EBPF, SO_LOCK_FILTER, SO_RCVBUF,
	SO_REUSEPORT };
static const char *const socket_option_names[] = { "SO_ATTACH_FILTER", "SO_DETACH_FILTER",
	"SO_ATTACH_BPF", "SO_ATTACH_REUSEPORT_CBPF", "SO_ATTACH_REUSEPORT_EBPF", "SO_LOCK_FILTER",
	"SO_RCVBUF", "SO_REUSEPORT" };
static const struct names names_socket_option = NAMES_OF(socket_option_names, socket_options);

static const uint32_t netlink_options[] = {
	NETLINK_ADD_MEMBERSHIP, NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK };
static const char *const netlink_option_names[] = {
	"NETLINK_ADD_MEMBERSHIP", "NETLINK_CAP_ACK", "NETLINK_EXT_ACK", "NETLINK_GET_STRICT_CHK" };
static const struct names names_netlink_option = NAMES_OF(netlink_option_names, netlink_options);

static const uint32_t packet_options[] = {
	PACKET_ADD_MEMBERSHIP, PACKET_FANOUT, PACKET_FANOUT_DATA, PACKET_IGNORE_OUTGOING };
static const char *const packet_option_names[] = {
	"PACKET_ADD_MEMBERSHIP", "PACKET_FANOUT", "PACKET_FANOUT_DATA", "PACKET_IGNORE_OUTGOING" };
static const struct names names_packet_option = NAMES_OF(packet_option_names, packet_options);

enum {
	AT_SOCKET = 1 << 0,
	AT_NETLINK = 1 << 1,
	AT_PACKET = 1 << 2,
	AT_OTHER = 1 << 3,
	VALUE_INT = 1 << 4,
	VALUE_CLASSIC = 1 << 5,
	VALUE_OTHER = 1 << 6,
};

static uint16_t setsockopt_variant(const void *attr, size_t size)
{
	uint64_t level = fields_integer(attr, size, offsetof(struct call_setsockopt, level), 4);
	uint64_t name = fields_integer(attr, size, offsetof(struct call_setsockopt, name), 4);
	uint64_t len = fields_integer(attr, size, offsetof(struct call_setsockopt, size), 4);
	uint16_t value = len == sizeof(int) ? VALUE_INT : VALUE_OTHER;

	if (level == SOL_SOCKET && len == sizeof(struct sock_fprog) &&
		(name == SO_ATTACH_FILTER || name == SO_ATTACH_REUSEPORT_CBPF))
		value = VALUE_CLASSIC;
	if (level == SOL_SOCKET)
		return AT_SOCKET | value;
	if (level == SOL_NETLINK)
		return AT_NETLINK | value;
	return (level == SOL_PACKET ? AT_PACKET : AT_OTHER) | value;
}

static const struct field sock_fprog[] = {
	{ FIELD(sock_fprog, len), .when = WHEN_ALWAYS },
	{ FIELD(sock_fprog, filter), FIELD_INSNS, .by = offsetof(struct sock_fprog, len) },
	{ 0 },
};
static const struct shape sock_fprog_shape = { sock_fprog, sizeof(struct sock_fprog), NULL };

static const struct field setsockopt_fields[] = {
	{ FIELD(call_setsockopt, fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(call_setsockopt, level), FIELD_ENUM, .when = WHEN_ALWAYS, .names = &names_level },
	{ FIELD(call_setsockopt, name), FIELD_ENUM, AT_SOCKET, .names = &names_socket_option },
	{ FIELD(call_setsockopt, name), FIELD_ENUM, AT_NETLINK, .names = &names_netlink_option },
	{ FIELD(call_setsockopt, name), FIELD_ENUM, AT_PACKET, .names = &names_packet_option },
	{ FIELD(call_setsockopt, name), FIELD_NUMBER, AT_OTHER },
	{ FIELD(call_setsockopt, value), FIELD_INT, VALUE_INT },
	{ FIELD(call_setsockopt, value), FIELD_STRUCT, VALUE_CLASSIC, .shape = &sock_fprog_shape },
	{ FIELD(call_setsockopt, value), FIELD_BYTES, VALUE_OTHER,
		.by = offsetof(struct call_setsockopt, size) },
	{ FIELD(call_setsockopt, size) },
	{ 0 },
};

static const struct field send_fields[] = {
	{ FIELD(call_send, fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(call_send, bytes), FIELD_NETLINK, .by = offsetof(struct call_send, size) },
	{ FIELD(call_send, size), .when = WHEN_ALWAYS },
	{ 0 },
};

/* ---- files ---- */

static const uint32_t open_masks[] = {
	O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_NONBLOCK, O_CLOEXEC };
static const char *const open_names[] = { "O_RDONLY", "O_WRONLY", "O_RDWR", "O_CREAT", "O_EXCL",
	"O_TRUNC", "O_APPEND", "O_NONBLOCK", "O_CLOEXEC" };
static const struct names names_open = NAMES_OF(open_names, open_masks);

static const char *const prot[] = {
	[BIT(PROT_READ)] = "PROT_READ",
	[BIT(PROT_WRITE)] = "PROT_WRITE",
};
static const struct names names_prot = NAMES(prot);

static const struct field open_fields[] = {
	{ FIELD(call_open, path), FIELD_STRING },
	{ FIELD(call_open, flags), FIELD_FLAGS, .when = WHEN_ALWAYS, .names = &names_open },
	{ 0 },
};

static const struct field read_fields[] = {
	{ FIELD(call_read, fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(call_read, bytes), FIELD_NETLINK, .when = WHEN_FILLED, .by = FIELD_BY_RESULT },
	{ FIELD(call_read, size), .when = WHEN_ALWAYS },
	{ 0 },
};

static const struct field mmap_fields[] = {
	{ FIELD(call_mmap, size), .when = WHEN_ALWAYS },
	{ FIELD(call_mmap, prot), FIELD_FLAGS, .names = &names_prot },
	{ FIELD(call_mmap, fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ FIELD(call_mmap, offset), FIELD_HEX },
	{ FIELD(call_mmap, address), FIELD_POINTER, .when = WHEN_FILLED },
	{ 0 },
};

static const struct field close_fields[] = {
	{ FIELD(call_close, fd), FIELD_FD, .when = WHEN_ALWAYS },
	{ 0 },
};

const struct request_desc fields_call[] = {
	{ CALL_PERF_EVENT_OPEN, 0, "perf_event_open",
		{ perf_event_open, sizeof(struct call_perf_event_open), NULL } },
	{ CALL_IOCTL, 0, "ioctl", { ioctl_fields, sizeof(struct call_ioctl), ioctl_variant } },
	{ CALL_SOCKET, 0, "socket", { socket_fields, sizeof(struct call_socket), socket_variant } },
	{ CALL_BIND, 0, "bind", { bind_fields, sizeof(struct call_bind), bind_variant } },
	{ CALL_SETSOCKOPT, 0, "setsockopt",
		{ setsockopt_fields, sizeof(struct call_setsockopt), setsockopt_variant } },
	{ CALL_SEND, 0, "send", { send_fields, sizeof(struct call_send), NULL } },
	{ CALL_OPEN, 0, "open", { open_fields, sizeof(struct call_open), NULL } },
	{ CALL_READ, 0, "read", { read_fields, sizeof(struct call_read), NULL } },
	{ CALL_MMAP, 0, "mmap", { mmap_fields, sizeof(struct call_mmap), NULL } },
	{ CALL_CLOSE, 0, "close", { close_fields, sizeof(struct call_close), NULL } },
	{ 0 },
};
