/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Helper functions: what BPF_CALL with src_reg 0 may have in imm, and the flags helpers take.
 *
 * The list is closed since 6.2: whatever programs can call since then is a kfunc, found in the
 * kernel's BTF by name.  Not every kind of program may call every helper; with a bpf() that
 * fails at one, the verifier log says "unknown func" or "helper call is not allowed".
 */
#ifndef _LINUX_BPF_FUNC_H
#define _LINUX_BPF_FUNC_H

#include <linux/types.h>

enum bpf_func_id {
	BPF_FUNC_unspec = 0,
	BPF_FUNC_map_lookup_elem = 1,	/* 3.19 */
	BPF_FUNC_map_update_elem = 2,	/* 3.19 */
	BPF_FUNC_map_delete_elem = 3,	/* 3.19 */
	BPF_FUNC_probe_read = 4,	/* 4.1 */
	BPF_FUNC_ktime_get_ns = 5,	/* 4.1 */
	BPF_FUNC_trace_printk = 6,	/* 4.1 */
	BPF_FUNC_get_prandom_u32 = 7,	/* 4.1 */
	BPF_FUNC_get_smp_processor_id = 8,	/* 4.1 */
	BPF_FUNC_skb_store_bytes = 9,	/* 4.1 */
	BPF_FUNC_l3_csum_replace = 10,	/* 4.1 */
	BPF_FUNC_l4_csum_replace = 11,	/* 4.1 */
	BPF_FUNC_tail_call = 12,	/* 4.2 */
	BPF_FUNC_clone_redirect = 13,	/* 4.2 */
	BPF_FUNC_get_current_pid_tgid = 14,	/* 4.2 */
	BPF_FUNC_get_current_uid_gid = 15,	/* 4.2 */
	BPF_FUNC_get_current_comm = 16,	/* 4.2 */
	BPF_FUNC_get_cgroup_classid = 17,	/* 4.3 */
	BPF_FUNC_skb_vlan_push = 18,	/* 4.3 */
	BPF_FUNC_skb_vlan_pop = 19,	/* 4.3 */
	BPF_FUNC_skb_get_tunnel_key = 20,	/* 4.3 */
	BPF_FUNC_skb_set_tunnel_key = 21,	/* 4.3 */
	BPF_FUNC_perf_event_read = 22,	/* 4.3 */
	BPF_FUNC_redirect = 23,	/* 4.4 */
	BPF_FUNC_get_route_realm = 24,	/* 4.4 */
	BPF_FUNC_perf_event_output = 25,	/* 4.4 */
	BPF_FUNC_skb_load_bytes = 26,	/* 4.5 */
	BPF_FUNC_get_stackid = 27,	/* 4.6 */
	BPF_FUNC_csum_diff = 28,	/* 4.6 */
	BPF_FUNC_skb_get_tunnel_opt = 29,	/* 4.6 */
	BPF_FUNC_skb_set_tunnel_opt = 30,	/* 4.6 */
	BPF_FUNC_skb_change_proto = 31,	/* 4.8 */
	BPF_FUNC_skb_change_type = 32,	/* 4.8 */
	BPF_FUNC_skb_under_cgroup = 33,	/* 4.8 */
	BPF_FUNC_get_hash_recalc = 34,	/* 4.8 */
	BPF_FUNC_get_current_task = 35,	/* 4.8 */
	BPF_FUNC_probe_write_user = 36,	/* 4.8 */
	BPF_FUNC_current_task_under_cgroup = 37,	/* 4.9 */
	BPF_FUNC_skb_change_tail = 38,	/* 4.9 */
	BPF_FUNC_skb_pull_data = 39,	/* 4.9 */
	BPF_FUNC_csum_update = 40,	/* 4.9 */
	BPF_FUNC_set_hash_invalid = 41,	/* 4.9 */
	BPF_FUNC_get_numa_node_id = 42,	/* 4.10 */
	BPF_FUNC_skb_change_head = 43,	/* 4.10 */
	BPF_FUNC_xdp_adjust_head = 44,	/* 4.10 */
	BPF_FUNC_probe_read_str = 45,	/* 4.11 */
	BPF_FUNC_get_socket_cookie = 46,	/* 4.12 */
	BPF_FUNC_get_socket_uid = 47,	/* 4.12 */
	BPF_FUNC_set_hash = 48,	/* 4.13 */
	BPF_FUNC_setsockopt = 49,	/* 4.13 */
	BPF_FUNC_skb_adjust_room = 50,	/* 4.13 */
	BPF_FUNC_redirect_map = 51,	/* 4.14 */
	BPF_FUNC_sk_redirect_map = 52,	/* 4.14 */
	BPF_FUNC_sock_map_update = 53,	/* 4.14 */
	BPF_FUNC_xdp_adjust_meta = 54,	/* 4.15 */
	BPF_FUNC_perf_event_read_value = 55,	/* 4.15 */
	BPF_FUNC_perf_prog_read_value = 56,	/* 4.15 */
	BPF_FUNC_getsockopt = 57,	/* 4.15 */
	BPF_FUNC_override_return = 58,	/* 4.16 */
	BPF_FUNC_sock_ops_cb_flags_set = 59,	/* 4.16 */
	BPF_FUNC_msg_redirect_map = 60,	/* 4.17 */
	BPF_FUNC_msg_apply_bytes = 61,	/* 4.17 */
	BPF_FUNC_msg_cork_bytes = 62,	/* 4.17 */
	BPF_FUNC_msg_pull_data = 63,	/* 4.17 */
	BPF_FUNC_bind = 64,	/* 4.17 */
	BPF_FUNC_xdp_adjust_tail = 65,	/* 4.18 */
	BPF_FUNC_skb_get_xfrm_state = 66,	/* 4.18 */
	BPF_FUNC_get_stack = 67,	/* 4.18 */
	BPF_FUNC_skb_load_bytes_relative = 68,	/* 4.18 */
	BPF_FUNC_fib_lookup = 69,	/* 4.18 */
	BPF_FUNC_sock_hash_update = 70,	/* 4.18 */
	BPF_FUNC_msg_redirect_hash = 71,	/* 4.18 */
	BPF_FUNC_sk_redirect_hash = 72,	/* 4.18 */
	BPF_FUNC_lwt_push_encap = 73,	/* 4.18 */
	BPF_FUNC_lwt_seg6_store_bytes = 74,	/* 4.18 */
	BPF_FUNC_lwt_seg6_adjust_srh = 75,	/* 4.18 */
	BPF_FUNC_lwt_seg6_action = 76,	/* 4.18 */
	BPF_FUNC_rc_repeat = 77,	/* 4.18 */
	BPF_FUNC_rc_keydown = 78,	/* 4.18 */
	BPF_FUNC_skb_cgroup_id = 79,	/* 4.18 */
	BPF_FUNC_get_current_cgroup_id = 80,	/* 4.18 */
	BPF_FUNC_get_local_storage = 81,	/* 4.19 */
	BPF_FUNC_sk_select_reuseport = 82,	/* 4.19 */
	BPF_FUNC_skb_ancestor_cgroup_id = 83,	/* 4.19 */
	BPF_FUNC_sk_lookup_tcp = 84,	/* 4.20 */
	BPF_FUNC_sk_lookup_udp = 85,	/* 4.20 */
	BPF_FUNC_sk_release = 86,	/* 4.20 */
	BPF_FUNC_map_push_elem = 87,	/* 4.20 */
	BPF_FUNC_map_pop_elem = 88,	/* 4.20 */
	BPF_FUNC_map_peek_elem = 89,	/* 4.20 */
	BPF_FUNC_msg_push_data = 90,	/* 4.20 */
	BPF_FUNC_msg_pop_data = 91,	/* 5.0 */
	BPF_FUNC_rc_pointer_rel = 92,	/* 5.0 */
	BPF_FUNC_spin_lock = 93,	/* 5.1 */
	BPF_FUNC_spin_unlock = 94,	/* 5.1 */
	BPF_FUNC_sk_fullsock = 95,	/* 5.1 */
	BPF_FUNC_tcp_sock = 96,	/* 5.1 */
	BPF_FUNC_skb_ecn_set_ce = 97,	/* 5.1 */
	BPF_FUNC_get_listener_sock = 98,	/* 5.1 */
	BPF_FUNC_skc_lookup_tcp = 99,	/* 5.2 */
	BPF_FUNC_tcp_check_syncookie = 100,	/* 5.2 */
	BPF_FUNC_sysctl_get_name = 101,	/* 5.2 */
	BPF_FUNC_sysctl_get_current_value = 102,	/* 5.2 */
	BPF_FUNC_sysctl_get_new_value = 103,	/* 5.2 */
	BPF_FUNC_sysctl_set_new_value = 104,	/* 5.2 */
	BPF_FUNC_strtol = 105,	/* 5.2 */
	BPF_FUNC_strtoul = 106,	/* 5.2 */
	BPF_FUNC_sk_storage_get = 107,	/* 5.2 */
	BPF_FUNC_sk_storage_delete = 108,	/* 5.2 */
	BPF_FUNC_send_signal = 109,	/* 5.3 */
	BPF_FUNC_tcp_gen_syncookie = 110,	/* 5.4 */
	BPF_FUNC_skb_output = 111,	/* 5.5 */
	BPF_FUNC_probe_read_user = 112,	/* 5.5 */
	BPF_FUNC_probe_read_kernel = 113,	/* 5.5 */
	BPF_FUNC_probe_read_user_str = 114,	/* 5.5 */
	BPF_FUNC_probe_read_kernel_str = 115,	/* 5.5 */
	BPF_FUNC_tcp_send_ack = 116,	/* 5.6 */
	BPF_FUNC_send_signal_thread = 117,	/* 5.6 */
	BPF_FUNC_jiffies64 = 118,	/* 5.6 */
	BPF_FUNC_read_branch_records = 119,	/* 5.7 */
	BPF_FUNC_get_ns_current_pid_tgid = 120,	/* 5.7 */
	BPF_FUNC_xdp_output = 121,	/* 5.7 */
	BPF_FUNC_get_netns_cookie = 122,	/* 5.7 */
	BPF_FUNC_get_current_ancestor_cgroup_id = 123,	/* 5.7 */
	BPF_FUNC_sk_assign = 124,	/* 5.7 */
	BPF_FUNC_ktime_get_boot_ns = 125,	/* 5.8 */
	BPF_FUNC_seq_printf = 126,	/* 5.8 */
	BPF_FUNC_seq_write = 127,	/* 5.8 */
	BPF_FUNC_sk_cgroup_id = 128,	/* 5.8 */
	BPF_FUNC_sk_ancestor_cgroup_id = 129,	/* 5.8 */
	BPF_FUNC_ringbuf_output = 130,	/* 5.8 */
	BPF_FUNC_ringbuf_reserve = 131,	/* 5.8 */
	BPF_FUNC_ringbuf_submit = 132,	/* 5.8 */
	BPF_FUNC_ringbuf_discard = 133,	/* 5.8 */
	BPF_FUNC_ringbuf_query = 134,	/* 5.8 */
	BPF_FUNC_csum_level = 135,	/* 5.8 */
	BPF_FUNC_skc_to_tcp6_sock = 136,	/* 5.9 */
	BPF_FUNC_skc_to_tcp_sock = 137,	/* 5.9 */
	BPF_FUNC_skc_to_tcp_timewait_sock = 138,	/* 5.9 */
	BPF_FUNC_skc_to_tcp_request_sock = 139,	/* 5.9 */
	BPF_FUNC_skc_to_udp6_sock = 140,	/* 5.9 */
	BPF_FUNC_get_task_stack = 141,	/* 5.9 */
	BPF_FUNC_load_hdr_opt = 142,	/* 5.10 */
	BPF_FUNC_store_hdr_opt = 143,	/* 5.10 */
	BPF_FUNC_reserve_hdr_opt = 144,	/* 5.10 */
	BPF_FUNC_inode_storage_get = 145,	/* 5.10 */
	BPF_FUNC_inode_storage_delete = 146,	/* 5.10 */
	BPF_FUNC_d_path = 147,	/* 5.10 */
	BPF_FUNC_copy_from_user = 148,	/* 5.10 */
	BPF_FUNC_snprintf_btf = 149,	/* 5.10 */
	BPF_FUNC_seq_printf_btf = 150,	/* 5.10 */
	BPF_FUNC_skb_cgroup_classid = 151,	/* 5.10 */
	BPF_FUNC_redirect_neigh = 152,	/* 5.10 */
	BPF_FUNC_per_cpu_ptr = 153,	/* 5.10 */
	BPF_FUNC_this_cpu_ptr = 154,	/* 5.10 */
	BPF_FUNC_redirect_peer = 155,	/* 5.10 */
	BPF_FUNC_task_storage_get = 156,	/* 5.11 */
	BPF_FUNC_task_storage_delete = 157,	/* 5.11 */
	BPF_FUNC_get_current_task_btf = 158,	/* 5.11 */
	BPF_FUNC_bprm_opts_set = 159,	/* 5.11 */
	BPF_FUNC_ktime_get_coarse_ns = 160,	/* 5.11 */
	BPF_FUNC_ima_inode_hash = 161,	/* 5.11 */
	BPF_FUNC_sock_from_file = 162,	/* 5.11 */
	BPF_FUNC_check_mtu = 163,	/* 5.12 */
	BPF_FUNC_for_each_map_elem = 164,	/* 5.13 */
	BPF_FUNC_snprintf = 165,	/* 5.13 */
	BPF_FUNC_sys_bpf = 166,	/* 5.14 */
	BPF_FUNC_btf_find_by_name_kind = 167,	/* 5.14 */
	BPF_FUNC_sys_close = 168,	/* 5.14 */
	BPF_FUNC_timer_init = 169,	/* 5.15 */
	BPF_FUNC_timer_set_callback = 170,	/* 5.15 */
	BPF_FUNC_timer_start = 171,	/* 5.15 */
	BPF_FUNC_timer_cancel = 172,	/* 5.15 */
	BPF_FUNC_get_func_ip = 173,	/* 5.15 */
	BPF_FUNC_get_attach_cookie = 174,	/* 5.15 */
	BPF_FUNC_task_pt_regs = 175,	/* 5.15 */
	BPF_FUNC_get_branch_snapshot = 176,	/* 5.16 */
	BPF_FUNC_trace_vprintk = 177,	/* 5.16 */
	BPF_FUNC_skc_to_unix_sock = 178,	/* 5.16 */
	BPF_FUNC_kallsyms_lookup_name = 179,	/* 5.16 */
	BPF_FUNC_find_vma = 180,	/* 5.17 */
	BPF_FUNC_loop = 181,	/* 5.17 */
	BPF_FUNC_strncmp = 182,	/* 5.17 */
	BPF_FUNC_get_func_arg = 183,	/* 5.17 */
	BPF_FUNC_get_func_ret = 184,	/* 5.17 */
	BPF_FUNC_get_func_arg_cnt = 185,	/* 5.17 */
	BPF_FUNC_get_retval = 186,	/* 5.18 */
	BPF_FUNC_set_retval = 187,	/* 5.18 */
	BPF_FUNC_xdp_get_buff_len = 188,	/* 5.18 */
	BPF_FUNC_xdp_load_bytes = 189,	/* 5.18 */
	BPF_FUNC_xdp_store_bytes = 190,	/* 5.18 */
	BPF_FUNC_copy_from_user_task = 191,	/* 5.18 */
	BPF_FUNC_skb_set_tstamp = 192,	/* 5.18 */
	BPF_FUNC_ima_file_hash = 193,	/* 5.18 */
	BPF_FUNC_kptr_xchg = 194,	/* 5.19 */
	BPF_FUNC_map_lookup_percpu_elem = 195,	/* 5.19 */
	BPF_FUNC_skc_to_mptcp_sock = 196,	/* 5.19 */
	BPF_FUNC_dynptr_from_mem = 197,	/* 5.19 */
	BPF_FUNC_ringbuf_reserve_dynptr = 198,	/* 5.19 */
	BPF_FUNC_ringbuf_submit_dynptr = 199,	/* 5.19 */
	BPF_FUNC_ringbuf_discard_dynptr = 200,	/* 5.19 */
	BPF_FUNC_dynptr_read = 201,	/* 5.19 */
	BPF_FUNC_dynptr_write = 202,	/* 5.19 */
	BPF_FUNC_dynptr_data = 203,	/* 5.19 */
	BPF_FUNC_tcp_raw_gen_syncookie_ipv4 = 204,	/* 6.0 */
	BPF_FUNC_tcp_raw_gen_syncookie_ipv6 = 205,	/* 6.0 */
	BPF_FUNC_tcp_raw_check_syncookie_ipv4 = 206,	/* 6.0 */
	BPF_FUNC_tcp_raw_check_syncookie_ipv6 = 207,	/* 6.0 */
	BPF_FUNC_ktime_get_tai_ns = 208,	/* 6.1 */
	BPF_FUNC_user_ringbuf_drain = 209,	/* 6.1 */
	BPF_FUNC_cgrp_storage_get = 210,	/* 6.2 */
	BPF_FUNC_cgrp_storage_delete = 211,	/* 6.2 */
	__BPF_FUNC_MAX_ID = 212,
};

/* skb_store_bytes */
enum {
	BPF_F_RECOMPUTE_CSUM = 1ULL << 0,	/* of skb->csum; not those in headers */
	BPF_F_INVALIDATE_HASH = 1ULL << 1,
};

/* l3_csum_replace, l4_csum_replace: the field's size, or 0 for a ready difference */
enum {
	BPF_F_HDR_FIELD_MASK = 0xfULL,
};

/* l4_csum_replace */
enum {
	BPF_F_PSEUDO_HDR = 1ULL << 4,
	BPF_F_MARK_MANGLED_0 = 1ULL << 5,	/* UDP: 0 means none and stays 0 */
	BPF_F_MARK_ENFORCE = 1ULL << 6,
	BPF_F_IPV6 = 1ULL << 7,	/* 6.16 */
};

/* skb_get_tunnel_key, skb_set_tunnel_key */
enum {
	BPF_F_TUNINFO_IPV6 = 1ULL << 0,
};

/* skb_set_tunnel_key */
enum {
	BPF_F_ZERO_CSUM_TX = 1ULL << 1,
	BPF_F_DONT_FRAGMENT = 1ULL << 2,
	BPF_F_SEQ_NUMBER = 1ULL << 3,
	BPF_F_NO_TUNNEL_KEY = 1ULL << 4,	/* 6.3 */
};

/* skb_get_tunnel_key */
enum {
	BPF_F_TUNINFO_FLAGS = 1ULL << 4,	/* 6.1: tunnel_flags in place of tunnel_ext */
};

/* get_stackid, get_stack: low bits: frames to leave out */
enum {
	BPF_F_SKIP_FIELD_MASK = 0xffULL,
	BPF_F_USER_STACK = 1ULL << 8,
	BPF_F_FAST_STACK_CMP = 1ULL << 9,	/* get_stackid: the hash is enough to be the same */
	BPF_F_REUSE_STACKID = 1ULL << 10,	/* get_stackid: a newer stack takes the place */
	BPF_F_USER_BUILD_ID = 1ULL << 11,	/* 4.18: get_stack: struct bpf_stack_build_id */
};

/* perf_event_output, perf_event_read, perf_event_read_value: the map's index */
enum {
	BPF_F_INDEX_MASK = 0xffffffffULL,
	BPF_F_CURRENT_CPU = BPF_F_INDEX_MASK,
	BPF_F_CTXLEN_MASK = 0xfffffULL << 32,	/* so many bytes of the packet behind the data */
};

/* sk_lookup_tcp, sk_lookup_udp, skc_lookup_tcp */
enum {
	BPF_F_CURRENT_NETNS = -1L,
};

/* csum_level */
enum {
	BPF_CSUM_LEVEL_QUERY = 0,
	BPF_CSUM_LEVEL_INC = 1,
	BPF_CSUM_LEVEL_DEC = 2,
	BPF_CSUM_LEVEL_RESET = 3,
};

/* skb_adjust_room: where the room is made, and what comes in or goes out */
enum bpf_adj_room_mode {
	BPF_ADJ_ROOM_NET = 0,	/* behind the network header */
	BPF_ADJ_ROOM_MAC = 1,	/* 5.2: behind the MAC header */
};

enum bpf_adj_room_flags {
	BPF_F_ADJ_ROOM_FIXED_GSO = 1ULL << 0,	/* 5.2, like the next four */
	BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 = 1ULL << 1,
	BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 = 1ULL << 2,
	BPF_F_ADJ_ROOM_ENCAP_L4_GRE = 1ULL << 3,
	BPF_F_ADJ_ROOM_ENCAP_L4_UDP = 1ULL << 4,
	BPF_F_ADJ_ROOM_NO_CSUM_RESET = 1ULL << 5,	/* 5.8 */
	BPF_F_ADJ_ROOM_ENCAP_L2_ETH = 1ULL << 6,	/* 5.13 */
	BPF_F_ADJ_ROOM_DECAP_L3_IPV4 = 1ULL << 7,	/* 6.3 */
	BPF_F_ADJ_ROOM_DECAP_L3_IPV6 = 1ULL << 8,	/* 6.3 */
	BPF_F_ADJ_ROOM_DECAP_L4_GRE = 1ULL << 9,	/* 7.3, like the rest */
	BPF_F_ADJ_ROOM_DECAP_L4_UDP = 1ULL << 10,
	BPF_F_ADJ_ROOM_DECAP_IPXIP4 = 1ULL << 11,
	BPF_F_ADJ_ROOM_DECAP_IPXIP6 = 1ULL << 12,
};

/* The length of an inner link-layer header is in the top byte of these flags (5.2). */
enum {
	BPF_ADJ_ROOM_ENCAP_L2_MASK = 0xff,
	BPF_ADJ_ROOM_ENCAP_L2_SHIFT = 56,
};
#define BPF_F_ADJ_ROOM_ENCAP_L2(len) \
	(((__u64)(len) & BPF_ADJ_ROOM_ENCAP_L2_MASK) << BPF_ADJ_ROOM_ENCAP_L2_SHIFT)

/* sysctl_get_name */
enum {
	BPF_F_SYSCTL_BASE_NAME = 1ULL << 0,	/* without the directories */
};

/* {sk,inode,task,cgrp}_storage_get */
enum {
	BPF_LOCAL_STORAGE_GET_F_CREATE = 1ULL << 0,
	BPF_SK_STORAGE_GET_F_CREATE = BPF_LOCAL_STORAGE_GET_F_CREATE,
};

/* read_branch_records */
enum {
	BPF_F_GET_BRANCH_RECORDS_SIZE = 1ULL << 0,
};

/* ringbuf_output, ringbuf_submit, ringbuf_discard, user_ringbuf_drain */
enum {
	BPF_RB_NO_WAKEUP = 1ULL << 0,
	BPF_RB_FORCE_WAKEUP = 1ULL << 1,
};

/* ringbuf_query */
enum {
	BPF_RB_AVAIL_DATA = 0,
	BPF_RB_RING_SIZE = 1,
	BPF_RB_CONS_POS = 2,
	BPF_RB_PROD_POS = 3,
	BPF_RB_OVERWRITE_POS = 4,	/* 6.19 */
};

/* The first word of a ring buffer record: its length, and in the top bits what became of it. */
enum {
	BPF_RINGBUF_BUSY_BIT = 1U << 31,	/* reserved, not submitted yet: readers wait here */
	BPF_RINGBUF_DISCARD_BIT = 1U << 30,	/* readers skip it */
	BPF_RINGBUF_HDR_SZ = 8,
};

/* sk_assign of an sk_lookup program */
enum {
	BPF_SK_LOOKUP_F_REPLACE = 1ULL << 0,
	BPF_SK_LOOKUP_F_NO_REUSEPORT = 1ULL << 1,
};

/* skb_load_bytes_relative */
enum bpf_hdr_start_off {
	BPF_HDR_START_MAC = 0,
	BPF_HDR_START_NET = 1,
};

/* lwt_push_encap */
enum bpf_lwt_encap_mode {
	BPF_LWT_ENCAP_SEG6 = 0,
	BPF_LWT_ENCAP_SEG6_INLINE = 1,
	BPF_LWT_ENCAP_IP = 2,	/* 5.1 */
};

/* bprm_opts_set */
enum {
	BPF_F_BPRM_SECUREEXEC = 1ULL << 0,
};

/* clone_redirect, redirect, redirect_peer; redirect_map of a devmap */
enum {
	BPF_F_INGRESS = 1ULL << 0,
	BPF_F_EGRESS = 1ULL << 1,	/* 7.3: redirect_peer: leave through the peer */
	BPF_F_BROADCAST = 1ULL << 3,	/* 5.14: to every device of the map ... */
	BPF_F_EXCLUDE_INGRESS = 1ULL << 4,	/* ... but the one the packet came from */
};
#define BPF_F_REDIRECT_FLAGS \
	(BPF_F_INGRESS | BPF_F_EGRESS | BPF_F_BROADCAST | BPF_F_EXCLUDE_INGRESS)

/* skb_set_tstamp; the first two are the names of 5.18, the others those of 6.11 */
enum {
	BPF_SKB_TSTAMP_UNSPEC = 0,
	BPF_SKB_TSTAMP_DELIVERY_MONO = 1,
	BPF_SKB_CLOCK_REALTIME = 0,
	BPF_SKB_CLOCK_MONOTONIC = 1,
	BPF_SKB_CLOCK_TAI = 2,
};

/* load_hdr_opt */
enum {
	BPF_LOAD_HDR_OPT_TCP_SYN = 1ULL << 0,	/* look in the SYN that was saved */
};

/* fib_lookup */
enum {
	BPF_FIB_LOOKUP_DIRECT = 1U << 0,	/* without policy rules */
	BPF_FIB_LOOKUP_OUTPUT = 1U << 1,	/* as if sent from ifindex, not received there */
	BPF_FIB_LOOKUP_SKIP_NEIGH = 1U << 2,	/* 6.3 */
	BPF_FIB_LOOKUP_TBID = 1U << 3,	/* 6.5: in table tbid */
	BPF_FIB_LOOKUP_SRC = 1U << 4,	/* 6.7: fill in the source address */
	BPF_FIB_LOOKUP_MARK = 1U << 5,	/* 6.10 */
	BPF_FIB_LOOKUP_VLAN = 1U << 6,	/* 7.3: a VLAN device becomes its parent and the tag */
	BPF_FIB_LOOKUP_VLAN_INPUT = 1U << 7,	/* 7.3: look up as if received with that tag */
};

enum {
	BPF_FIB_LKUP_RET_SUCCESS = 0,
	BPF_FIB_LKUP_RET_BLACKHOLE = 1,
	BPF_FIB_LKUP_RET_UNREACHABLE = 2,
	BPF_FIB_LKUP_RET_PROHIBIT = 3,
	BPF_FIB_LKUP_RET_NOT_FWDED = 4,	/* for this host, or nowhere */
	BPF_FIB_LKUP_RET_FWD_DISABLED = 5,
	BPF_FIB_LKUP_RET_UNSUPP_LWT = 6,
	BPF_FIB_LKUP_RET_NO_NEIGH = 7,
	BPF_FIB_LKUP_RET_FRAG_NEEDED = 8,
	BPF_FIB_LKUP_RET_NO_SRC_ADDR = 9,	/* 6.7 */
	BPF_FIB_LKUP_RET_VLAN_FAILURE = 10,	/* 7.3 */
};

/* check_mtu */
enum bpf_check_mtu_flags {
	BPF_MTU_CHK_SEGS = 1U << 0,
};

enum bpf_check_mtu_ret {
	BPF_MTU_CHK_RET_SUCCESS = 0,
	BPF_MTU_CHK_RET_FRAG_NEEDED = 1,
	BPF_MTU_CHK_RET_SEGS_TOOBIG = 2,
};

/* snprintf_btf, seq_printf_btf */
struct btf_ptr {
	void *ptr;
	__u32 type_id;	/* in the kernel's BTF */
	__u32 flags;
};

enum {
	BTF_F_COMPACT = 1ULL << 0,	/* on one line */
	BTF_F_NONAME = 1ULL << 1,
	BTF_F_PTR_RAW = 1ULL << 2,
	BTF_F_ZERO = 1ULL << 3,	/* zero members too */
};

/* timer_start */
enum {
	BPF_F_TIMER_ABS = 1ULL << 0,	/* 6.4 */
	BPF_F_TIMER_CPU_PIN = 1ULL << 1,	/* 6.7 */
};

/* kfuncs copy_from_user_str, copy_from_user_task_str (6.12) */
enum bpf_kfunc_flags {
	BPF_F_PAD_ZEROS = 1ULL << 0,
};

/* get_ns_current_pid_tgid */
struct bpf_pidns_info {
	__u32 pid;
	__u32 tgid;
};

/* perf_event_read_value, perf_prog_read_value */
struct bpf_perf_event_value {
	__u64 counter;
	__u64 enabled;
	__u64 running;
};

/* skb_get_tunnel_key, skb_set_tunnel_key */
struct bpf_tunnel_key {
	__u32 tunnel_id;
	union {
		__u32 remote_ipv4;
		__u32 remote_ipv6[4];
	};
	__u8 tunnel_tos;
	__u8 tunnel_ttl;
	union {
		__u16 tunnel_ext;
		__be16 tunnel_flags;	/* 6.1 */
	};
	__u32 tunnel_label;
	union {	/* 6.0 */
		__u32 local_ipv4;
		__u32 local_ipv6[4];
	};
};

/* skb_get_xfrm_state */
struct bpf_xfrm_state {
	__u32 reqid;
	__u32 spi;	/* network byte order, like the address */
	__u16 family;
	__u16 ext;
	union {
		__u32 remote_ipv4;
		__u32 remote_ipv6[4];
	};
};

/* fib_lookup: filled in by the program, then by the kernel. */
struct bpf_fib_lookup {
	__u8 family;	/* AF_INET or AF_INET6 */
	__u8 l4_protocol;
	__be16 sport;
	__be16 dport;
	union {
		__u16 tot_len;	/* to check against the MTU; 0: no check */
		__u16 mtu_result;	/* 5.12, out */
	} __attribute__((packed, aligned(2)));
	__u32 ifindex;	/* out: where it would leave */
	union {
		__u8 tos;
		__be32 flowinfo;
		__u32 rt_metric;	/* out */
	};
	union {
		__be32 ipv4_src;
		__u32 ipv6_src[4];
	};
	union {	/* out: the gateway, if there is one */
		__be32 ipv4_dst;
		__u32 ipv6_dst[4];
	};
	union {
		struct {
			__be16 h_vlan_proto;
			__be16 h_vlan_TCI;
		};
		__u32 tbid;	/* 6.5: in with BPF_FIB_LOOKUP_TBID; out: the table that answered */
	};
	union {
		struct {
			__u32 mark;	/* 6.10 */
		};
		struct {	/* out */
			__u8 smac[6];
			__u8 dmac[6];
		};
	};
};

/* redirect_neigh: the next hop, when it is not to be looked up (5.10) */
struct bpf_redir_neigh {
	__u32 nh_family;
	union {
		__be32 ipv4_nh;
		__u32 ipv6_nh[4];
	};
};

#endif /* _LINUX_BPF_FUNC_H */
