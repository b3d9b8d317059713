/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands of bpf(2), field by field, as fields.h says. <linux/bpf_attr.h> has the structs.
 *
 * How large keys and values of maps are does not stand in a request: the map knows. In many a
 * place a flag or the attach type says what a field means: a program goes to a descriptor or
 * (XDP, tcx, netkit) to a device by number, and before or after another program, which is named by
 * descriptor or, with BPF_F_ID, by id.
 */
#include "kernel/fields.h"

#include <linux/bpf.h>

/* Several commands share a struct. */
static const char elem_in[] = "map_fd:d! key:K value:V flags:f8=elem_flags";
static const char elem_out[] = "map_fd:d! key:K value:V< flags:f8=elem_flags";
static const char batch[] =
	"in_batch:P out_batch:P keys:P values:P count< map_fd:d! elem_flags:f8 flags:x8";
static const char attach[] =
	"(?d target_fd:d! |?D target_ifindex!) attach_bpf_fd:d attach_type:e! attach_flags:f "
	"replace_bpf_fd:d (?i relative_fd:d |?I relative_id) expected_revision:u8";
static const char obj[] = "pathname:T bpf_fd:d file_flags:f=map_flags path_fd:d";
static const char next_id[] = "start_id! next_id< open_flags:f=map_flags";

static const char *const commands[] = {
	/* ---- maps ---- */
	[BPF_MAP_CREATE] =
		"map_type:e! key_size value_size max_entries map_flags:f inner_map_fd:d numa_node "
		"map_name:t16 map_ifindex btf_fd:d btf_key_type_id btf_value_type_id "
		"btf_vmlinux_value_type_id map_extra:x8 value_type_btf_obj_fd:d map_token_fd:d "
		"excl_prog_hash:B*excl_prog_hash_size excl_prog_hash_size",
	[BPF_MAP_LOOKUP_ELEM] = elem_out,
	[BPF_MAP_UPDATE_ELEM] = elem_in,
	[BPF_MAP_DELETE_ELEM] = elem_in,
	[BPF_MAP_LOOKUP_AND_DELETE_ELEM] = elem_out,
	[BPF_MAP_GET_NEXT_KEY] = "map_fd:d! key:K next_key:K<",
	[BPF_MAP_FREEZE] = "map_fd:d!",
	[BPF_MAP_LOOKUP_BATCH] = batch,
	[BPF_MAP_LOOKUP_AND_DELETE_BATCH] = batch,
	[BPF_MAP_UPDATE_BATCH] = batch,
	[BPF_MAP_DELETE_BATCH] = batch,

	/* ---- programs ---- */
	/* S: struct_ops, where expected_attach_type is the number of a member; E: of type EXT */
	[BPF_PROG_LOAD] =
		"prog_type:e! insn_cnt! insns:I*insn_cnt license:T log_level log_size log_buf:P "
		"kern_version:x prog_flags:f prog_name:t16 prog_ifindex "
		"(?s expected_attach_type:e=attach_type |?S expected_attach_type!) "
		"prog_btf_fd:d func_info_rec_size func_info:R*func_info_cnt func_info_cnt "
		"line_info_rec_size line_info:R*line_info_cnt line_info_cnt "
		"attach_btf_id (?E attach_prog_fd:d |?e attach_btf_obj_fd:d) core_relo_cnt "
		"fd_array:U*fd_array_cnt core_relos:R*core_relo_cnt core_relo_rec_size "
		"log_true_size prog_token_fd:d fd_array_cnt signature:B*signature_size "
		"signature_size keyring_id:s",
	[BPF_PROG_TEST_RUN] =
		"prog_fd:d! retval:s< data_size_in data_size_out data_in:B*data_size_in "
		"data_out:B*data_size_out< repeat duration ctx_size_in ctx_size_out "
		"ctx_in:B*ctx_size_in ctx_out:B*ctx_size_out< flags:f=test_run_flags cpu "
		"batch_size",
	[BPF_PROG_BIND_MAP] = "prog_fd:d! map_fd:d! flags:x",
	[BPF_PROG_STREAM_READ_BY_FD] = "stream_buf:B*result< stream_buf_len stream_id:e prog_fd:d!",
	[BPF_PROG_ASSOC_STRUCT_OPS] = "map_fd:d! prog_fd:d! flags:x",
	[BPF_RAW_TRACEPOINT_OPEN] = "name:T prog_fd:d! cookie:x8",
	/* D: on a device; I: by id */
	[BPF_PROG_ATTACH] = attach,
	[BPF_PROG_DETACH] = attach,
	[BPF_PROG_QUERY] =
		"(?d target_fd:d! |?D target_ifindex!) attach_type:e! query_flags:f "
		"attach_flags:f prog_ids:U*prog_cnt< (?d prog_cnt< |?D count<) "
		"prog_attach_flags:P link_ids:P link_attach_flags:P revision:u8",

	/* ---- links ---- */
	/* the hook's letter; D: on a device; I: by id; S: a map of struct_ops, not a program */
	[BPF_LINK_CREATE] =
		"(?s prog_fd:d! |?S map_fd:d!) (?d target_fd:d |?D target_ifindex!) attach_type:e! "
		"(?x flags:f=attach_flags |?X flags:f=xdp_flags) "
		"(?T target_btf_id tracing.cookie:x8 "
		"|?R iter_info:B*iter_info_len iter_info_len "
		"|?E perf_event.bpf_cookie:x8 "
		"|?K kprobe_multi.flags:f kprobe_multi.cnt kprobe_multi.syms:L*kprobe_multi.cnt "
		"kprobe_multi.addrs:X*kprobe_multi.cnt kprobe_multi.cookies:X*kprobe_multi.cnt "
		"|?N netfilter.pf netfilter.hooknum! netfilter.priority:s netfilter.flags:f "
		"|?Qi tcx.relative_fd:d |?QI tcx.relative_id |?Q _ tcx.expected_revision:u8 "
		"|?U uprobe_multi.path:T uprobe_multi.offsets:P uprobe_multi.ref_ctr_offsets:P "
		"uprobe_multi.cookies:X*uprobe_multi.cnt uprobe_multi.cnt uprobe_multi.flags:f "
		"uprobe_multi.pid uprobe_multi.path_fd:d "
		"|?Yi netkit.relative_fd:d |?YI netkit.relative_id |?Y _ netkit.expected_revision:u8 "
		"|?Ci cgroup.relative_fd:d |?CI cgroup.relative_id |?C _ cgroup.expected_revision:u8 "
		"|?M tracing_multi.ids:U*tracing_multi.cnt tracing_multi.cookies:X*tracing_multi.cnt "
		"tracing_multi.cnt)",
	/* What kind of link it is does not stand here; struct_ops has maps in these places. */
	[BPF_LINK_UPDATE] = "link_fd:d! new_prog_fd:d! flags:f=attach_flags old_prog_fd:d",
	[BPF_LINK_DETACH] = "link_fd:d!",
	[BPF_ITER_CREATE] = "link_fd:d! flags:x",

	/* ---- what programs, maps, links and BTF share, and the rest ---- */
	[BPF_OBJ_PIN] = obj,
	[BPF_OBJ_GET] = obj,
	[BPF_PROG_GET_NEXT_ID] = next_id,
	[BPF_MAP_GET_NEXT_ID] = next_id,
	[BPF_BTF_GET_NEXT_ID] = next_id,
	[BPF_LINK_GET_NEXT_ID] = next_id,
	[BPF_PROG_GET_FD_BY_ID] = "prog_id! _ open_flags:f=map_flags fd_by_id_token_fd:d",
	[BPF_MAP_GET_FD_BY_ID] = "map_id! _ open_flags:f=map_flags fd_by_id_token_fd:d",
	[BPF_BTF_GET_FD_BY_ID] = "btf_id! _ open_flags:f=map_flags fd_by_id_token_fd:d",
	[BPF_LINK_GET_FD_BY_ID] = "link_id! _ open_flags:f=map_flags fd_by_id_token_fd:d",
	[BPF_OBJ_GET_INFO_BY_FD] = "bpf_fd:d! info_len< info:P",
	[BPF_BTF_LOAD] =
		"btf:B*btf_size btf_log_buf:P btf_size! btf_log_size btf_log_level "
		"btf_log_true_size btf_flags:f=map_flags btf_token_fd:d",
	[BPF_TASK_FD_QUERY] =
		"pid! fd:d! flags:x buf_len< buf:T< prog_id fd_type:e< probe_offset:x8 "
		"probe_addr:x8",
	[BPF_ENABLE_STATS] = "type:e=stats_type!",
	[BPF_TOKEN_CREATE] = "flags:x bpffs_fd:d!",
};

const char *fields_bpf(unsigned int command)
{
	return command < sizeof(commands) / sizeof(commands[0]) ? commands[command] : NULL;
}

static uint32_t load_letters(const void *attr, size_t size)
{
	uint64_t type = fields_integer(attr, size, 0, 4);

	return fields_letter('S', type == BPF_PROG_TYPE_STRUCT_OPS) |
	       fields_letter('E', type == BPF_PROG_TYPE_EXT);
}

/* Hooks of a cgroup have no member of their own, and use `cgroup` only since 6.17. */
static const char hooks[] = {
	[BPF_CGROUP_INET_INGRESS ... BPF_CGROUP_SOCK_OPS] = 'C',
	[BPF_CGROUP_DEVICE] = 'C',
	[BPF_CGROUP_INET4_BIND ... BPF_CGROUP_UDP6_SENDMSG] = 'C',
	[BPF_CGROUP_SYSCTL ... BPF_CGROUP_SETSOCKOPT] = 'C',
	[BPF_TRACE_RAW_TP ... BPF_LSM_MAC] = 'T',
	[BPF_TRACE_ITER] = 'R',
	[BPF_CGROUP_INET4_GETPEERNAME ... BPF_CGROUP_INET6_GETSOCKNAME] = 'C',
	[BPF_CGROUP_INET_SOCK_RELEASE] = 'C',
	[BPF_XDP] = 'X',
	[BPF_PERF_EVENT] = 'E',
	[BPF_TRACE_KPROBE_MULTI] = 'K',
	[BPF_LSM_CGROUP] = 'C',
	[BPF_STRUCT_OPS] = 'S',
	[BPF_NETFILTER] = 'N',
	[BPF_TCX_INGRESS ... BPF_TCX_EGRESS] = 'Q',
	[BPF_TRACE_UPROBE_MULTI] = 'U',
	[BPF_CGROUP_UNIX_CONNECT ... BPF_CGROUP_UNIX_GETSOCKNAME] = 'C',
	[BPF_NETKIT_PRIMARY ... BPF_NETKIT_PEER] = 'Y',
	[BPF_TRACE_KPROBE_SESSION] = 'K',
	[BPF_TRACE_UPROBE_SESSION] = 'U',
	[BPF_TRACE_FSESSION] = 'T',
	[BPF_TRACE_FENTRY_MULTI ... BPF_TRACE_FSESSION_MULTI] = 'M',
};

/*
 * Type 0 is both a cgroup's ingress and what replacing a function of another program
 * (BPF_PROG_TYPE_EXT) gives: the flags that ask for a place in a list tell a cgroup.
 */
static uint32_t hook_letters(uint64_t type, uint64_t flags)
{
	char hook = type < sizeof(hooks) ? hooks[type] : 0;

	if (type == BPF_CGROUP_INET_INGRESS && !(flags & (BPF_F_BEFORE | BPF_F_AFTER)))
		hook = 'T';
	return (hook ? fields_letter(hook, true) : 0) | fields_letter('I', flags & BPF_F_ID) |
	       fields_letter('D', hook == 'X' || hook == 'Q' || hook == 'Y');
}

/* Type and flags of the hook are neighbours in attach and link_create. */
uint32_t fields_bpf_letters(const char *text, const void *attr, size_t size)
{
	size_t at = offsetof(struct bpf_attr_link_create, attach_type);

	_Static_assert(offsetof(struct bpf_attr_prog_attach, attach_type) ==
			       offsetof(struct bpf_attr_link_create, attach_type), "one place");
	_Static_assert(offsetof(struct bpf_attr_prog_attach, attach_flags) ==
			       offsetof(struct bpf_attr_link_create, flags), "one place");
	if (text == commands[BPF_PROG_LOAD])
		return load_letters(attr, size);
	if (text == commands[BPF_PROG_QUERY])
		at = offsetof(struct bpf_attr_prog_query, attach_type);
	else if (text != attach && text != commands[BPF_LINK_CREATE])
		return 0;
	return hook_letters(fields_integer(attr, size, at, 4), fields_integer(attr, size, at + 4, 4));
}
