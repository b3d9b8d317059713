/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The helpers' names, by enum bpf_func_id. A number is never reused or moved. The list is complete:
 * since 6.2 (its last entry, 211) the kernel grows by kfuncs instead, which have BTF ids.
 */
#include <string.h>
#include "asm/disasm.h"

enum { DISASM_HELPERS = 212 };

/* One string, each name closed by its own zero: 212 pointers would be 212 relocations. */
static const char disasm_helper_names[] =
	/* 0 */
	"bpf_unspec\0" "bpf_map_lookup_elem\0" "bpf_map_update_elem\0" "bpf_map_delete_elem\0"
	"bpf_probe_read\0" "bpf_ktime_get_ns\0" "bpf_trace_printk\0" "bpf_get_prandom_u32\0"
	"bpf_get_smp_processor_id\0" "bpf_skb_store_bytes\0"
	/* 10 */
	"bpf_l3_csum_replace\0" "bpf_l4_csum_replace\0" "bpf_tail_call\0" "bpf_clone_redirect\0"
	"bpf_get_current_pid_tgid\0" "bpf_get_current_uid_gid\0" "bpf_get_current_comm\0"
	"bpf_get_cgroup_classid\0" "bpf_skb_vlan_push\0" "bpf_skb_vlan_pop\0"
	/* 20 */
	"bpf_skb_get_tunnel_key\0" "bpf_skb_set_tunnel_key\0" "bpf_perf_event_read\0"
	"bpf_redirect\0" "bpf_get_route_realm\0" "bpf_perf_event_output\0" "bpf_skb_load_bytes\0"
	"bpf_get_stackid\0" "bpf_csum_diff\0" "bpf_skb_get_tunnel_opt\0"
	/* 30 */
	"bpf_skb_set_tunnel_opt\0" "bpf_skb_change_proto\0" "bpf_skb_change_type\0"
	"bpf_skb_under_cgroup\0" "bpf_get_hash_recalc\0" "bpf_get_current_task\0"
	"bpf_probe_write_user\0" "bpf_current_task_under_cgroup\0" "bpf_skb_change_tail\0"
	"bpf_skb_pull_data\0"
	/* 40 */
	"bpf_csum_update\0" "bpf_set_hash_invalid\0" "bpf_get_numa_node_id\0"
	"bpf_skb_change_head\0" "bpf_xdp_adjust_head\0" "bpf_probe_read_str\0"
	"bpf_get_socket_cookie\0" "bpf_get_socket_uid\0" "bpf_set_hash\0" "bpf_setsockopt\0"
	/* 50 */
	"bpf_skb_adjust_room\0" "bpf_redirect_map\0" "bpf_sk_redirect_map\0"
	"bpf_sock_map_update\0" "bpf_xdp_adjust_meta\0" "bpf_perf_event_read_value\0"
	"bpf_perf_prog_read_value\0" "bpf_getsockopt\0" "bpf_override_return\0"
	"bpf_sock_ops_cb_flags_set\0"
	/* 60 */
	"bpf_msg_redirect_map\0" "bpf_msg_apply_bytes\0" "bpf_msg_cork_bytes\0"
	"bpf_msg_pull_data\0" "bpf_bind\0" "bpf_xdp_adjust_tail\0" "bpf_skb_get_xfrm_state\0"
	"bpf_get_stack\0" "bpf_skb_load_bytes_relative\0" "bpf_fib_lookup\0"
	/* 70 */
	"bpf_sock_hash_update\0" "bpf_msg_redirect_hash\0" "bpf_sk_redirect_hash\0"
	"bpf_lwt_push_encap\0" "bpf_lwt_seg6_store_bytes\0" "bpf_lwt_seg6_adjust_srh\0"
	"bpf_lwt_seg6_action\0" "bpf_rc_repeat\0" "bpf_rc_keydown\0" "bpf_skb_cgroup_id\0"
	/* 80 */
	"bpf_get_current_cgroup_id\0" "bpf_get_local_storage\0" "bpf_sk_select_reuseport\0"
	"bpf_skb_ancestor_cgroup_id\0" "bpf_sk_lookup_tcp\0" "bpf_sk_lookup_udp\0"
	"bpf_sk_release\0" "bpf_map_push_elem\0" "bpf_map_pop_elem\0" "bpf_map_peek_elem\0"
	/* 90 */
	"bpf_msg_push_data\0" "bpf_msg_pop_data\0" "bpf_rc_pointer_rel\0" "bpf_spin_lock\0"
	"bpf_spin_unlock\0" "bpf_sk_fullsock\0" "bpf_tcp_sock\0" "bpf_skb_ecn_set_ce\0"
	"bpf_get_listener_sock\0" "bpf_skc_lookup_tcp\0"
	/* 100 */
	"bpf_tcp_check_syncookie\0" "bpf_sysctl_get_name\0" "bpf_sysctl_get_current_value\0"
	"bpf_sysctl_get_new_value\0" "bpf_sysctl_set_new_value\0" "bpf_strtol\0" "bpf_strtoul\0"
	"bpf_sk_storage_get\0" "bpf_sk_storage_delete\0" "bpf_send_signal\0"
	/* 110 */
	"bpf_tcp_gen_syncookie\0" "bpf_skb_output\0" "bpf_probe_read_user\0"
	"bpf_probe_read_kernel\0" "bpf_probe_read_user_str\0" "bpf_probe_read_kernel_str\0"
	"bpf_tcp_send_ack\0" "bpf_send_signal_thread\0" "bpf_jiffies64\0"
	"bpf_read_branch_records\0"
	/* 120 */
	"bpf_get_ns_current_pid_tgid\0" "bpf_xdp_output\0" "bpf_get_netns_cookie\0"
	"bpf_get_current_ancestor_cgroup_id\0" "bpf_sk_assign\0" "bpf_ktime_get_boot_ns\0"
	"bpf_seq_printf\0" "bpf_seq_write\0" "bpf_sk_cgroup_id\0" "bpf_sk_ancestor_cgroup_id\0"
	/* 130 */
	"bpf_ringbuf_output\0" "bpf_ringbuf_reserve\0" "bpf_ringbuf_submit\0"
	"bpf_ringbuf_discard\0" "bpf_ringbuf_query\0" "bpf_csum_level\0" "bpf_skc_to_tcp6_sock\0"
	"bpf_skc_to_tcp_sock\0" "bpf_skc_to_tcp_timewait_sock\0" "bpf_skc_to_tcp_request_sock\0"
	/* 140 */
	"bpf_skc_to_udp6_sock\0" "bpf_get_task_stack\0" "bpf_load_hdr_opt\0" "bpf_store_hdr_opt\0"
	"bpf_reserve_hdr_opt\0" "bpf_inode_storage_get\0" "bpf_inode_storage_delete\0"
	"bpf_d_path\0" "bpf_copy_from_user\0" "bpf_snprintf_btf\0"
	/* 150 */
	"bpf_seq_printf_btf\0" "bpf_skb_cgroup_classid\0" "bpf_redirect_neigh\0"
	"bpf_per_cpu_ptr\0" "bpf_this_cpu_ptr\0" "bpf_redirect_peer\0" "bpf_task_storage_get\0"
	"bpf_task_storage_delete\0" "bpf_get_current_task_btf\0" "bpf_bprm_opts_set\0"
	/* 160 */
	"bpf_ktime_get_coarse_ns\0" "bpf_ima_inode_hash\0" "bpf_sock_from_file\0"
	"bpf_check_mtu\0" "bpf_for_each_map_elem\0" "bpf_snprintf\0" "bpf_sys_bpf\0"
	"bpf_btf_find_by_name_kind\0" "bpf_sys_close\0" "bpf_timer_init\0"
	/* 170 */
	"bpf_timer_set_callback\0" "bpf_timer_start\0" "bpf_timer_cancel\0" "bpf_get_func_ip\0"
	"bpf_get_attach_cookie\0" "bpf_task_pt_regs\0" "bpf_get_branch_snapshot\0"
	"bpf_trace_vprintk\0" "bpf_skc_to_unix_sock\0" "bpf_kallsyms_lookup_name\0"
	/* 180 */
	"bpf_find_vma\0" "bpf_loop\0" "bpf_strncmp\0" "bpf_get_func_arg\0" "bpf_get_func_ret\0"
	"bpf_get_func_arg_cnt\0" "bpf_get_retval\0" "bpf_set_retval\0" "bpf_xdp_get_buff_len\0"
	"bpf_xdp_load_bytes\0"
	/* 190 */
	"bpf_xdp_store_bytes\0" "bpf_copy_from_user_task\0" "bpf_skb_set_tstamp\0"
	"bpf_ima_file_hash\0" "bpf_kptr_xchg\0" "bpf_map_lookup_percpu_elem\0"
	"bpf_skc_to_mptcp_sock\0" "bpf_dynptr_from_mem\0" "bpf_ringbuf_reserve_dynptr\0"
	"bpf_ringbuf_submit_dynptr\0"
	/* 200 */
	"bpf_ringbuf_discard_dynptr\0" "bpf_dynptr_read\0" "bpf_dynptr_write\0"
	"bpf_dynptr_data\0" "bpf_tcp_raw_gen_syncookie_ipv4\0" "bpf_tcp_raw_gen_syncookie_ipv6\0"
	"bpf_tcp_raw_check_syncookie_ipv4\0" "bpf_tcp_raw_check_syncookie_ipv6\0"
	"bpf_ktime_get_tai_ns\0" "bpf_user_ringbuf_drain\0"
	/* 210 */
	"bpf_cgrp_storage_get\0" "bpf_cgrp_storage_delete\0";

const char *disasm_helper_name(uint32_t id)
{
	const char *name = disasm_helper_names;

	if (id >= DISASM_HELPERS)
		return NULL;
	while (id--)
		name += strlen(name) + 1;
	return name;
}
