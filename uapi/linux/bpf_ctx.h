/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program is given and what it may return.
 *
 * R1 points at the context at entry.  Most of these structs exist nowhere in memory: the verifier
 * turns an access to a field into one of the kernel's own structs, so fields must be read and
 * written as what they are, not in pieces or by a computed offset (some allow narrower reads).
 * Pointers among the __u32 (data, data_end) come out as real ones.
 *
 * Addresses are in network byte order; ports are as the comment says, for they differ.
 */
#ifndef _LINUX_BPF_CTX_H
#define _LINUX_BPF_CTX_H

#include <linux/types.h>

/* A pointer that takes 64 bits on 32-bit machines too. */
#define __bpf_md_ptr(type, name)	\
	union {				\
		type name;		\
		__u64 :64;		\
	} __attribute__((aligned(8)))

/* ---- packets ---- */

/* Socket filters, tc, cgroup_skb, lwt, sk_skb, flow dissectors: a packet in the stack. */
struct __sk_buff {
	__u32 len;
	__u32 pkt_type;	/* PACKET_HOST ... of if_packet.h */
	__u32 mark;
	__u32 queue_mapping;
	__u32 protocol;	/* EtherType, network byte order */
	__u32 vlan_present;
	__u32 vlan_tci;
	__u32 vlan_proto;
	__u32 priority;
	__u32 ingress_ifindex;
	__u32 ifindex;
	__u32 tc_index;
	__u32 cb[5];	/* scratch space that goes along with the packet for a while */
	__u32 hash;
	__u32 tc_classid;
	__u32 data;
	__u32 data_end;
	__u32 napi_id;
	__u32 family;	/* from here to local_port: sk_skb (4.14), cgroup_skb (5.0) */
	__u32 remote_ip4;
	__u32 local_ip4;
	__u32 remote_ip6[4];
	__u32 local_ip6[4];
	__u32 remote_port;	/* network byte order, in the upper half on big-endian machines */
	__u32 local_port;	/* host byte order */
	__u32 data_meta;	/* 4.15 */
	__bpf_md_ptr(struct bpf_flow_keys *, flow_keys);	/* 4.20 */
	__u64 tstamp;	/* 5.0 */
	__u32 wire_len;	/* 5.0 */
	__u32 gso_segs;	/* 5.1 */
	__bpf_md_ptr(struct bpf_sock *, sk);	/* 5.1 */
	__u32 gso_size;	/* 5.7 */
	__u8 tstamp_type;	/* 5.18: BPF_SKB_CLOCK_... */
	__u32 :24;
	__u64 hwtstamp;	/* 5.16 */
};

/* tc: TC_ACT_... of pkt_cls.h; tcx (6.6) knows only these. */
enum tcx_action_base {
	TCX_NEXT = -1,	/* on to the next program */
	TCX_PASS = 0,
	TCX_DROP = 2,
	TCX_REDIRECT = 7,
};

/* lwt programs, and flow dissectors (which may also return BPF_DROP). */
enum bpf_ret_code {
	BPF_OK = 0,
	BPF_DROP = 2,
	BPF_REDIRECT = 7,
	BPF_LWT_REROUTE = 128,	/* 5.1: the program changed the packet's destination */
	BPF_FLOW_DISSECTOR_CONTINUE = 129,	/* 6.1: let the kernel's own do it */
};

/* XDP: a frame as the driver got it. */
struct xdp_md {
	__u32 data;
	__u32 data_end;
	__u32 data_meta;	/* 4.15 */
	__u32 ingress_ifindex;	/* 4.16 */
	__u32 rx_queue_index;	/* 4.16 */
	__u32 egress_ifindex;	/* 5.8: programs of a devmap */
};

enum xdp_action {
	XDP_ABORTED = 0,	/* drop, and tell tracepoint xdp:xdp_exception */
	XDP_DROP = 1,
	XDP_PASS = 2,
	XDP_TX = 3,	/* out where it came from */
	XDP_REDIRECT = 4,	/* 4.14: to where redirect or redirect_map said */
};

#define XDP_PACKET_HEADROOM 256	/* free bytes before data, for a longer header */

struct bpf_xdp_sock {
	__u32 queue_id;
};

/* Flow dissectors: what the program finds in the headers. */
struct bpf_flow_keys {
	__u16 nhoff;
	__u16 thoff;
	__u16 addr_proto;	/* ETH_P_IP or ETH_P_IPV6, host byte order */
	__u8 is_frag;
	__u8 is_first_frag;
	__u8 is_encap;
	__u8 ip_proto;
	__be16 n_proto;
	__be16 sport;
	__be16 dport;
	union {
		struct {
			__be32 ipv4_src;
			__be32 ipv4_dst;
		};
		struct {
			__u32 ipv6_src[4];
			__u32 ipv6_dst[4];
		};
	};
	__u32 flags;	/* 5.4 */
	__be32 flow_label;	/* 5.4 */
};

enum {
	BPF_FLOW_DISSECTOR_F_PARSE_1ST_FRAG = 1U << 0,
	BPF_FLOW_DISSECTOR_F_STOP_AT_FLOW_LABEL = 1U << 1,
	BPF_FLOW_DISSECTOR_F_STOP_AT_ENCAP = 1U << 2,
};

/* ---- sockets ---- */

/* cgroup_sock programs; and what socket lookups return. */
struct bpf_sock {
	__u32 bound_dev_if;
	__u32 family;
	__u32 type;
	__u32 protocol;
	__u32 mark;
	__u32 priority;
	__u32 src_ip4;
	__u32 src_ip6[4];
	__u32 src_port;	/* host byte order */
	__be16 dst_port;	/* network byte order; was 32 bits wide until 5.18 */
	__u16 :16;
	__u32 dst_ip4;
	__u32 dst_ip6[4];
	__u32 state;	/* BPF_TCP_... */
	__s32 rx_queue_mapping;	/* 5.9 */
};

struct bpf_tcp_sock {	/* 5.1 */
	__u32 snd_cwnd;
	__u32 srtt_us;	/* smoothed round trip, times 8 */
	__u32 rtt_min;
	__u32 snd_ssthresh;
	__u32 rcv_nxt;
	__u32 snd_nxt;
	__u32 snd_una;
	__u32 mss_cache;
	__u32 ecn_flags;
	__u32 rate_delivered;
	__u32 rate_interval_us;
	__u32 packets_out;
	__u32 retrans_out;
	__u32 total_retrans;
	__u32 segs_in;
	__u32 data_segs_in;
	__u32 segs_out;
	__u32 data_segs_out;
	__u32 lost_out;
	__u32 sacked_out;
	__u64 bytes_received;
	__u64 bytes_acked;
	__u32 dsack_dups;	/* 5.3, like the rest */
	__u32 delivered;
	__u32 delivered_ce;
	__u32 icsk_retransmits;
};

/* What to look up with sk_lookup_tcp and its like; the size passed says which of the two. */
struct bpf_sock_tuple {
	union {
		struct {
			__be32 saddr;
			__be32 daddr;
			__be16 sport;
			__be16 dport;
		} ipv4;
		struct {
			__be32 saddr[4];
			__be32 daddr[4];
			__be16 sport;
			__be16 dport;
		} ipv6;
	};
};

/* cgroup bind, connect, sendmsg, recvmsg, getpeername, getsockname: the caller's address. */
struct bpf_sock_addr {
	__u32 user_family;
	__u32 user_ip4;
	__u32 user_ip6[4];
	__u32 user_port;	/* network byte order */
	__u32 family;
	__u32 type;
	__u32 protocol;
	__u32 msg_src_ip4;	/* 4.18: sendmsg */
	__u32 msg_src_ip6[4];	/* 4.18: sendmsg */
	__bpf_md_ptr(struct bpf_sock *, sk);	/* 5.3 */
};

/* sock_ops: called at points in the life of a TCP connection; op says which. */
struct bpf_sock_ops {
	__u32 op;
	union {
		__u32 args[4];
		__u32 reply;	/* the answer, where one is asked for */
		__u32 replylong[4];
	};
	__u32 family;
	__u32 remote_ip4;
	__u32 local_ip4;
	__u32 remote_ip6[4];
	__u32 local_ip6[4];
	__u32 remote_port;	/* network byte order, in the upper half on big-endian machines */
	__u32 local_port;	/* host byte order */
	__u32 is_fullsock;	/* 4.16: otherwise only addresses are there */
	__u32 snd_cwnd;	/* 4.16 */
	__u32 srtt_us;	/* 4.16 */
	__u32 bpf_sock_ops_cb_flags;	/* 4.16, like the rest unless said */
	__u32 state;
	__u32 rtt_min;
	__u32 snd_ssthresh;
	__u32 rcv_nxt;
	__u32 snd_nxt;
	__u32 snd_una;
	__u32 mss_cache;
	__u32 ecn_flags;
	__u32 rate_delivered;
	__u32 rate_interval_us;
	__u32 packets_out;
	__u32 retrans_out;
	__u32 total_retrans;
	__u32 segs_in;
	__u32 data_segs_in;
	__u32 segs_out;
	__u32 data_segs_out;
	__u32 lost_out;
	__u32 sacked_out;
	__u32 sk_txhash;
	__u64 bytes_received;
	__u64 bytes_acked;
	__bpf_md_ptr(struct bpf_sock *, sk);	/* 5.3 */
	__bpf_md_ptr(void *, skb_data);	/* 5.10, like the next three: the TCP header */
	__bpf_md_ptr(void *, skb_data_end);
	__u32 skb_len;
	__u32 skb_tcp_flags;
	__u64 skb_hwtstamp;	/* 6.2 */
};

/* op */
enum {
	BPF_SOCK_OPS_VOID = 0,
	BPF_SOCK_OPS_TIMEOUT_INIT = 1,	/* asks for the SYN's timeout in jiffies; -1: the usual */
	BPF_SOCK_OPS_RWND_INIT = 2,	/* asks for the first window in packets; -1: the usual */
	BPF_SOCK_OPS_TCP_CONNECT_CB = 3,	/* about to send the SYN */
	BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB = 4,
	BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB = 5,
	BPF_SOCK_OPS_NEEDS_ECN = 6,	/* asks whether congestion control wants it */
	BPF_SOCK_OPS_BASE_RTT = 7,	/* 4.15: asks for the round trip without queues */
	BPF_SOCK_OPS_RTO_CB = 8,	/* 4.16: a timeout; args: retransmits, icsk_rto, expired? */
	BPF_SOCK_OPS_RETRANS_CB = 9,	/* 4.16: args: sequence, segments, error */
	BPF_SOCK_OPS_STATE_CB = 10,	/* 4.16: args: old state, new state */
	BPF_SOCK_OPS_TCP_LISTEN_CB = 11,	/* 4.19 */
	BPF_SOCK_OPS_RTT_CB = 12,	/* 5.3 */
	BPF_SOCK_OPS_PARSE_HDR_OPT_CB = 13,	/* 5.10 */
	BPF_SOCK_OPS_HDR_OPT_LEN_CB = 14,	/* 5.10: reserve room, reserve_hdr_opt */
	BPF_SOCK_OPS_WRITE_HDR_OPT_CB = 15,	/* 5.10: write it, store_hdr_opt */
	BPF_SOCK_OPS_TSTAMP_SCHED_CB = 16,	/* 6.15, like the rest: stations of a packet sent */
	BPF_SOCK_OPS_TSTAMP_SND_SW_CB = 17,
	BPF_SOCK_OPS_TSTAMP_SND_HW_CB = 18,
	BPF_SOCK_OPS_TSTAMP_ACK_CB = 19,
	BPF_SOCK_OPS_TSTAMP_SENDMSG_CB = 20,
};

/* bpf_sock_ops_cb_flags: which of them are wanted for a connection (sock_ops_cb_flags_set) */
enum {
	BPF_SOCK_OPS_RTO_CB_FLAG = 1 << 0,
	BPF_SOCK_OPS_RETRANS_CB_FLAG = 1 << 1,
	BPF_SOCK_OPS_STATE_CB_FLAG = 1 << 2,
	BPF_SOCK_OPS_RTT_CB_FLAG = 1 << 3,	/* 5.3 */
	BPF_SOCK_OPS_PARSE_ALL_HDR_OPT_CB_FLAG = 1 << 4,	/* 5.10 */
	BPF_SOCK_OPS_PARSE_UNKNOWN_HDR_OPT_CB_FLAG = 1 << 5,	/* 5.10 */
	BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG = 1 << 6,	/* 5.10 */
	BPF_SOCK_OPS_ALL_CB_FLAGS = 0x7f,
};

/* The same for any socket, set with SK_BPF_CB_FLAGS (6.15). */
enum {
	SK_BPF_CB_TX_TIMESTAMPING = 1 << 0,
	SK_BPF_CB_MASK = SK_BPF_CB_TX_TIMESTAMPING,
};

/* States of a TCP socket, the kernel's TCP_ESTABLISHED ... */
enum {
	BPF_TCP_ESTABLISHED = 1,
	BPF_TCP_SYN_SENT = 2,
	BPF_TCP_SYN_RECV = 3,
	BPF_TCP_FIN_WAIT1 = 4,
	BPF_TCP_FIN_WAIT2 = 5,
	BPF_TCP_TIME_WAIT = 6,
	BPF_TCP_CLOSE = 7,
	BPF_TCP_CLOSE_WAIT = 8,
	BPF_TCP_LAST_ACK = 9,
	BPF_TCP_LISTEN = 10,
	BPF_TCP_CLOSING = 11,
	BPF_TCP_NEW_SYN_RECV = 12,
	BPF_TCP_BOUND_INACTIVE = 13,	/* 6.8 */
	BPF_TCP_MAX_STATES = 14,
};

/* Options that only helpers setsockopt and getsockopt know: of SOL_TCP, with SK_ of SOL_SOCKET. */
enum {
	TCP_BPF_IW = 1001,	/* initial window */
	TCP_BPF_SNDCWND_CLAMP = 1002,
	TCP_BPF_DELACK_MAX = 1003,	/* 5.10: microseconds, like the next */
	TCP_BPF_RTO_MIN = 1004,	/* 5.10 */
	TCP_BPF_SYN = 1005,	/* 5.10: the SYN's TCP header; _IP, _MAC: from there on */
	TCP_BPF_SYN_IP = 1006,	/* 5.10 */
	TCP_BPF_SYN_MAC = 1007,	/* 5.10 */
	TCP_BPF_SOCK_OPS_CB_FLAGS = 1008,	/* 6.12 */
	SK_BPF_CB_FLAGS = 1009,	/* 6.15 */
	SK_BPF_BYPASS_PROT_MEM = 1010,	/* 6.19 */
};

/* args[0] of BPF_SOCK_OPS_HDR_OPT_LEN_CB. */
enum {
	BPF_WRITE_HDR_TCP_CURRENT_MSS = 1,	/* only to find out how large a segment may be */
	BPF_WRITE_HDR_TCP_SYNACK_COOKIE = 2,	/* a SYN cookie: no state is kept */
};

/* sk_msg: data on its way from sendmsg() into a socket of a sockmap. */
struct sk_msg_md {
	__bpf_md_ptr(void *, data);
	__bpf_md_ptr(void *, data_end);
	__u32 family;
	__u32 remote_ip4;
	__u32 local_ip4;
	__u32 remote_ip6[4];
	__u32 local_ip6[4];
	__u32 remote_port;	/* network byte order, in the upper half on big-endian machines */
	__u32 local_port;	/* host byte order */
	__u32 size;	/* 5.0 */
	__bpf_md_ptr(struct bpf_sock *, sk);	/* 5.8 */
};

/* sk_msg, sk_skb verdicts, sk_reuseport, sk_lookup. */
enum sk_action {
	SK_DROP = 0,
	SK_PASS = 1,
};

/* sk_reuseport: choose among the sockets bound to one address. */
struct sk_reuseport_md {
	__bpf_md_ptr(void *, data);
	__bpf_md_ptr(void *, data_end);
	__u32 len;
	__u32 eth_protocol;	/* network byte order */
	__u32 ip_protocol;
	__u32 bind_inany;
	__u32 hash;
	__bpf_md_ptr(struct bpf_sock *, sk);	/* 5.14 */
	__bpf_md_ptr(struct bpf_sock *, migrating_sk);	/* 5.14: its listener was closed */
};

/* sk_lookup: choose the listening socket for a packet, whatever it is bound to (5.9). */
struct bpf_sk_lookup {
	union {
		__bpf_md_ptr(struct bpf_sock *, sk);	/* what sk_assign chose */
		__u64 cookie;	/* BPF_PROG_TEST_RUN: cookie of that socket (5.13) */
	};
	__u32 family;
	__u32 protocol;
	__u32 remote_ip4;
	__u32 remote_ip6[4];
	__be16 remote_port;
	__u16 :16;
	__u32 local_ip4;
	__u32 local_ip6[4];
	__u32 local_port;	/* host byte order */
	__u32 ingress_ifindex;	/* 5.17 */
};

/* ---- cgroups ---- */

/* cgroup getsockopt, setsockopt: optval is a copy of the caller's (set) or the kernel's (get). */
struct bpf_sockopt {
	__bpf_md_ptr(struct bpf_sock *, sk);
	__bpf_md_ptr(void *, optval);
	__bpf_md_ptr(void *, optval_end);
	__s32 level;
	__s32 optname;
	__s32 optlen;
	__s32 retval;
};

/* cgroup device: open() or mknod() of a device node. */
struct bpf_cgroup_dev_ctx {
	__u32 access_type;	/* BPF_DEVCG_ACC_... << 16 | BPF_DEVCG_DEV_... */
	__u32 major;
	__u32 minor;
};

enum {
	BPF_DEVCG_ACC_MKNOD = 1ULL << 0,
	BPF_DEVCG_ACC_READ = 1ULL << 1,
	BPF_DEVCG_ACC_WRITE = 1ULL << 2,
};

enum {
	BPF_DEVCG_DEV_BLOCK = 1ULL << 0,
	BPF_DEVCG_DEV_CHAR = 1ULL << 1,
};

/* cgroup sysctl: a read or write below /proc/sys. */
struct bpf_sysctl {
	__u32 write;
	__u32 file_pos;
};

/* ---- tracing ---- */

/* Raw tracepoints: the arguments as the tracepoint has them, each as 64 bits. */
struct bpf_raw_tracepoint_args {
	__u64 args[0];
};

#endif /* _LINUX_BPF_CTX_H */
