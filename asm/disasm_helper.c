/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The helpers' names, by enum bpf_func_id. A number is never reused or moved. The list is complete:
 * since 6.2 (its last entry, 211) the kernel grows by kfuncs instead, which have BTF ids.
 */
#include <string.h>
#include "asm/disasm.h"

enum { DISASM_HELPERS = 212 };

/* One string, without the bpf_ that all begin with; each name closed by its own zero: 212 pointers would be 212 relocations. */
static const char disasm_helper_names[] =
	/* 0 */
	"unspec\0" "map_lookup_elem\0" "map_update_elem\0" "map_delete_elem\0"
	"probe_read\0" "ktime_get_ns\0" "trace_printk\0" "get_prandom_u32\0"
	"get_smp_processor_id\0" "skb_store_bytes\0"
	/* 10 */
	"l3_csum_replace\0" "l4_csum_replace\0" "tail_call\0" "clone_redirect\0"
	"get_current_pid_tgid\0" "get_current_uid_gid\0" "get_current_comm\0"
	"get_cgroup_classid\0" "skb_vlan_push\0" "skb_vlan_pop\0"
	/* 20 */
	"skb_get_tunnel_key\0" "skb_set_tunnel_key\0" "perf_event_read\0"
	"redirect\0" "get_route_realm\0" "perf_event_output\0" "skb_load_bytes\0"
	"get_stackid\0" "csum_diff\0" "skb_get_tunnel_opt\0"
	/* 30 */
	"skb_set_tunnel_opt\0" "skb_change_proto\0" "skb_change_type\0"
	"skb_under_cgroup\0" "get_hash_recalc\0" "get_current_task\0"
	"probe_write_user\0" "current_task_under_cgroup\0" "skb_change_tail\0"
	"skb_pull_data\0"
	/* 40 */
	"csum_update\0" "set_hash_invalid\0" "get_numa_node_id\0"
	"skb_change_head\0" "xdp_adjust_head\0" "probe_read_str\0"
	"get_socket_cookie\0" "get_socket_uid\0" "set_hash\0" "setsockopt\0"
	/* 50 */
	"skb_adjust_room\0" "redirect_map\0" "sk_redirect_map\0"
	"sock_map_update\0" "xdp_adjust_meta\0" "perf_event_read_value\0"
	"perf_prog_read_value\0" "getsockopt\0" "override_return\0"
	"sock_ops_cb_flags_set\0"
	/* 60 */
	"msg_redirect_map\0" "msg_apply_bytes\0" "msg_cork_bytes\0"
	"msg_pull_data\0" "bind\0" "xdp_adjust_tail\0" "skb_get_xfrm_state\0"
	"get_stack\0" "skb_load_bytes_relative\0" "fib_lookup\0"
	/* 70 */
	"sock_hash_update\0" "msg_redirect_hash\0" "sk_redirect_hash\0"
	"lwt_push_encap\0" "lwt_seg6_store_bytes\0" "lwt_seg6_adjust_srh\0"
	"lwt_seg6_action\0" "rc_repeat\0" "rc_keydown\0" "skb_cgroup_id\0"
	/* 80 */
	"get_current_cgroup_id\0" "get_local_storage\0" "sk_select_reuseport\0"
	"skb_ancestor_cgroup_id\0" "sk_lookup_tcp\0" "sk_lookup_udp\0"
	"sk_release\0" "map_push_elem\0" "map_pop_elem\0" "map_peek_elem\0"
	/* 90 */
	"msg_push_data\0" "msg_pop_data\0" "rc_pointer_rel\0" "spin_lock\0"
	"spin_unlock\0" "sk_fullsock\0" "tcp_sock\0" "skb_ecn_set_ce\0"
	"get_listener_sock\0" "skc_lookup_tcp\0"
	/* 100 */
	"tcp_check_syncookie\0" "sysctl_get_name\0" "sysctl_get_current_value\0"
	"sysctl_get_new_value\0" "sysctl_set_new_value\0" "strtol\0" "strtoul\0"
	"sk_storage_get\0" "sk_storage_delete\0" "send_signal\0"
	/* 110 */
	"tcp_gen_syncookie\0" "skb_output\0" "probe_read_user\0"
	"probe_read_kernel\0" "probe_read_user_str\0" "probe_read_kernel_str\0"
	"tcp_send_ack\0" "send_signal_thread\0" "jiffies64\0"
	"read_branch_records\0"
	/* 120 */
	"get_ns_current_pid_tgid\0" "xdp_output\0" "get_netns_cookie\0"
	"get_current_ancestor_cgroup_id\0" "sk_assign\0" "ktime_get_boot_ns\0"
	"seq_printf\0" "seq_write\0" "sk_cgroup_id\0" "sk_ancestor_cgroup_id\0"
	/* 130 */
	"ringbuf_output\0" "ringbuf_reserve\0" "ringbuf_submit\0"
	"ringbuf_discard\0" "ringbuf_query\0" "csum_level\0" "skc_to_tcp6_sock\0"
	"skc_to_tcp_sock\0" "skc_to_tcp_timewait_sock\0" "skc_to_tcp_request_sock\0"
	/* 140 */
	"skc_to_udp6_sock\0" "get_task_stack\0" "load_hdr_opt\0" "store_hdr_opt\0"
	"reserve_hdr_opt\0" "inode_storage_get\0" "inode_storage_delete\0"
	"d_path\0" "copy_from_user\0" "snprintf_btf\0"
	/* 150 */
	"seq_printf_btf\0" "skb_cgroup_classid\0" "redirect_neigh\0"
	"per_cpu_ptr\0" "this_cpu_ptr\0" "redirect_peer\0" "task_storage_get\0"
	"task_storage_delete\0" "get_current_task_btf\0" "bprm_opts_set\0"
	/* 160 */
	"ktime_get_coarse_ns\0" "ima_inode_hash\0" "sock_from_file\0"
	"check_mtu\0" "for_each_map_elem\0" "snprintf\0" "sys_bpf\0"
	"btf_find_by_name_kind\0" "sys_close\0" "timer_init\0"
	/* 170 */
	"timer_set_callback\0" "timer_start\0" "timer_cancel\0" "get_func_ip\0"
	"get_attach_cookie\0" "task_pt_regs\0" "get_branch_snapshot\0"
	"trace_vprintk\0" "skc_to_unix_sock\0" "kallsyms_lookup_name\0"
	/* 180 */
	"find_vma\0" "loop\0" "strncmp\0" "get_func_arg\0" "get_func_ret\0"
	"get_func_arg_cnt\0" "get_retval\0" "set_retval\0" "xdp_get_buff_len\0"
	"xdp_load_bytes\0"
	/* 190 */
	"xdp_store_bytes\0" "copy_from_user_task\0" "skb_set_tstamp\0"
	"ima_file_hash\0" "kptr_xchg\0" "map_lookup_percpu_elem\0"
	"skc_to_mptcp_sock\0" "dynptr_from_mem\0" "ringbuf_reserve_dynptr\0"
	"ringbuf_submit_dynptr\0"
	/* 200 */
	"ringbuf_discard_dynptr\0" "dynptr_read\0" "dynptr_write\0"
	"dynptr_data\0" "tcp_raw_gen_syncookie_ipv4\0" "tcp_raw_gen_syncookie_ipv6\0"
	"tcp_raw_check_syncookie_ipv4\0" "tcp_raw_check_syncookie_ipv6\0"
	"ktime_get_tai_ns\0" "user_ringbuf_drain\0"
	/* 210 */
	"cgrp_storage_get\0" "cgrp_storage_delete\0";

const char *disasm_helper_name(uint32_t id)
{
	const char *name = disasm_helper_names;

	if (id >= DISASM_HELPERS)
		return NULL;
	while (id--)
		name += strlen(name) + 1;
	return name;
}
