/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system calls around bpf(2), argument by argument, as fields.h says. What setsockopt(2),
 * ioctl(2) and bind(2) point at follows from the option, the request, the family.
 */
#include "kernel/fields.h"

#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/netlink.h>
#include <linux/perf_event.h>
#include <linux/rtnetlink.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static const char *const calls[] = {
	[CALL_PERF_EVENT_OPEN] =
		"attr:Sw=perf_event_attr pid:s! cpu:s! group_fd:d! flags:f=perf_flags",
	/* F: the argument is a descriptor; I: a struct ifreq */
	[CALL_IOCTL] = "fd:d! request:e! (?fi arg:xw |?F arg:dw! |?I arg:Sw=ifreq)",
	/* P: packet; N: netlink */
	[CALL_SOCKET] = "family:e! type:e=socket_type (?P protocol:n=ethertype "
			"|?N protocol:e=netlink_family! |?pn protocol)",
	/* P: packet, X: XDP: no other addresses that we bind to have these sizes */
	[CALL_BIND] = "fd:d! (?P addr:Sw=sockaddr_ll*size |?X addr:Sw=sockaddr_xdp*size "
		      "|?px addr:Bw*size) size",
	/* S, N, X: an option of the socket, of netlink, of XDP; I: an int; C: classic instructions */
	[CALL_SETSOCKOPT] =
		"fd:d! level:e! (?S name:e=socket_option |?N name:e=netlink_option "
		"|?X name:e=xdp_option |?snx name) "
		"(?I value:Dw |?C value:Sw=sock_fprog |?U value:Sw=xdp_umem_reg "
		"|?icu value:Bw*size) size",
	[CALL_GETSOCKOPT] =
		"fd:d! level:e! (?S name:e=socket_option |?X name:e=xdp_option |?sx name) "
		"value:Bw*size< size<",
	[CALL_PIDFD_OPEN] = "pid!",
	[CALL_PIDFD_GETFD] = "pidfd:d! their_fd!",
	[CALL_SEND] = "fd:d! bytes:Nw*size size!",
	[CALL_OPEN] = "path:Tw flags:f=open_flags!",
	[CALL_READ] = "fd:d! bytes:Nw*result< size!",
	[CALL_LSEEK] = "fd:d! whence:e! offset:s8!",
	[CALL_MMAP] = "size:u8! prot:f flags:f=mmap_flags fd:d! offset:x8 address:Pw<",
	[CALL_WRITE] = "fd:d! bytes:Bw*size size!",
	[CALL_MOUNT] = "source:Tw target:Tw type:Tw flags:f=mount_flags data:Tw",
	[CALL_MKDIR] = "path:Tw mode:o!",
	[CALL_CHMOD] = "path:Tw mode:o!",
	[CALL_CHOWN] = "path:Tw owner:s! group:s!",
	[CALL_UNLINK] = "path:Tw",
	[CALL_RMDIR] = "path:Tw",
	[CALL_CLOSE] = "fd:d!",
};

const char *fields_call(unsigned int call)
{
	return call < sizeof(calls) / sizeof(calls[0]) ? calls[call] : NULL;
}

/*
 * What config means follows from type; types above those that have a name are numbered at run time,
 * kprobe and uprobe among them, which take a pointer to a name in config1: as nothing in the struct
 * tells them from others, it is shown as a number. S: software event; F: freq; W: watermark
 */
static const char perf_event_attr[] =
	"type:e=perf_type! size (?s config:u8 |?S config:e8=perf_software!) "
	"(?f sample_period:u8 |?F sample_freq:u8) sample_type:f8 read_format:x8 bits:c8=perf_bits "
	"(?w wakeup_events |?W wakeup_watermark) bp_type config1:x8 config2:x8 "
	"branch_sample_type:x8 sample_regs_user:x8 sample_stack_user clockid:s sample_regs_intr:x8 "
	"aux_watermark sample_max_stack:u2 aux_sample_size aux_action:x sig_data:x8 config3:x8 "
	"config4:x8";

const char *fields_struct(const char *word)
{
	if (field_word_is(word, "perf_event_attr"))
		return perf_event_attr;
	if (field_word_is(word, "ifreq"))
		return "ifr_name:t16 ifr_ifindex:s<";
	if (field_word_is(word, "sock_fprog"))
		return "len:u2! filter:Iw*len";
	if (field_word_is(word, "sockaddr_ll"))
		return "sll_family:e2=family sll_protocol:n2=ethertype sll_ifindex:s!";
	if (field_word_is(word, "sockaddr_xdp"))
		return "sxdp_family:e2=family sxdp_flags:f2=sxdp_flags sxdp_ifindex:u! "
		       "sxdp_queue_id:u! sxdp_shared_umem_fd:d";
	if (field_word_is(word, "xdp_umem_reg"))
		return "addr:x8 len:u8 chunk_size headroom flags:x";
	return NULL;
}

static uint32_t perf_letters(const struct perf_event_attr *a)
{
	return fields_letter('S', a->type == PERF_TYPE_SOFTWARE) | fields_letter('F', a->freq) |
	       fields_letter('W', a->watermark);
}

static uint32_t ioctl_letters(const struct call_ioctl *c)
{
	return fields_letter('F', c->request == PERF_EVENT_IOC_SET_BPF) |
	       fields_letter('I', c->request == SIOCGIFINDEX || c->request == SIOCGIFNAME);
}

static uint32_t socket_letters(const struct call_socket *c)
{
	return fields_letter('P', c->family == AF_PACKET) |
	       fields_letter('N', c->family == AF_NETLINK);
}

static uint32_t bind_letters(const struct call_bind *c)
{
	return fields_letter('P', c->size == sizeof(struct sockaddr_ll)) |
	       fields_letter('X', c->size == sizeof(struct sockaddr_xdp));
}

static uint32_t option_letters(const struct call_setsockopt *c)
{
	bool classic = c->name == SO_ATTACH_FILTER || c->name == SO_ATTACH_REUSEPORT_CBPF;

	return fields_letter('S', c->level == SOL_SOCKET) |
	       fields_letter('N', c->level == SOL_NETLINK) |
	       fields_letter('X', c->level == SOL_XDP) |
	       fields_letter('U', c->level == SOL_XDP && c->name == XDP_UMEM_REG) |
	       fields_letter('I', c->size == sizeof(int)) |
	       fields_letter('C', c->level == SOL_SOCKET && classic &&
					  c->size == sizeof(struct sock_fprog));
}

static uint32_t get_letters(const struct call_getsockopt *c)
{
	return fields_letter('S', c->level == SOL_SOCKET) |
	       fields_letter('X', c->level == SOL_XDP);
}

/* Nobody gives less than the whole of these structs. */
uint32_t fields_call_letters(const char *text, const void *attr, size_t size)
{
	uint32_t type;

	if (text == perf_event_attr)
		return perf_letters(attr);
	if (text == calls[CALL_IOCTL])
		return ioctl_letters(attr);
	if (text == calls[CALL_SOCKET])
		return socket_letters(attr);
	if (text == calls[CALL_BIND])
		return bind_letters(attr);
	if (text == calls[CALL_SETSOCKOPT])
		return option_letters(attr);
	if (text == calls[CALL_GETSOCKOPT])
		return get_letters(attr);
	if (text != fields_nlmsghdr)
		return 0;
	type = fields_integer(attr, size, offsetof(struct nlmsghdr, nlmsg_type), 2);
	return fields_letter('A', type == NLMSG_ERROR) |
	       fields_letter('G', type >= RTM_BASE && (type & 3) == (RTM_GETLINK & 3));
}
