# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154
#
# What tests/bench measures with, made in the folder "$tmp":
#
#	compile SOURCE OBJECT [OPTION...]
#	big N		bigN.o: N programs
#	sections N	sectionsN.o: N programs, each in a section of its own, named by a label alone
#	roots N		rootsN.o: relocations about N types of the kernel
#	instructions COMMAND...
#			prints how many a command takes in user space, "none" if it fails

compile() { # SOURCE OBJECT [OPTION...]
	local source=$1 object=$2
	shift 2
	clang -target bpf -mcpu=v3 -g -O2 -Iuapi "$@" -c -o "$object" "$source"
}

# N programs in one section, 20 subprograms that all share, 100 maps; each program uses four of them.
big() {
	awk -v n="$1" 'BEGIN {
		print "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>"
		for (i = 0; i < 100; i++)
			print "struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, int);" \
				" __type(value, long); } m" i " SEC(\".maps\");"
		for (i = 0; i < 20; i++)
			print "static __noinline int s" i "(int x) { asm volatile(\"\" : \"+r\"(x)); return x + " i "; }"
		for (i = 0; i < n; i++) {
			print "SEC(\"socket\") int p" i "(void *ctx) { int k = 0; long r = s" i % 20 "(" i ");"
			for (m = 0; m < 4; m++)
				print "r += (long)bpf_map_lookup_elem(&m" (i * 4 + m) % 100 ", &k);"
			print "return r; }"
		}
	}' >"$tmp/big$1.c"
	compile "$tmp/big$1.c" "$tmp/big$1.o"
}

# 59 types of the kernel, each with a field.
roots='task_struct:pid mm_struct:total_vm vm_area_struct:vm_mm file:f_lock inode:i_mode dentry:d_flags super_block:s_list
vfsmount:mnt_root path:mnt cred:usage signal_struct:sigcnt sighand_struct:siglock nsproxy:count uts_namespace:name
pid_namespace:idr ipc_namespace:ids fs_struct:users files_struct:count fdtable:max_fds sched_entity:load rq:clock
cfs_rq:load pid:count upid:nr net:passive net_device:ifindex sk_buff:len sock:sk_type inet_sock:sk
tcp_sock:inet_conn udp_sock:inet socket:state request_sock:rsk_ops neighbour:hash dst_entry:ops rtable:dst page:flags
zone:name address_space:host request:q request_queue:queuedata bio:bi_next gendisk:major block_device:bd_dev
device:kobj device_driver:name bus_type:name kobject:name module:state cgroup:self css_set:subsys
cgroup_subsys_state:cgroup mem_cgroup:css bpf_map:key_size bpf_prog:pages timer_list:entry hrtimer:node
work_struct:data workqueue_struct:pwqs'

# As old compilers wrote them, without functions.
sections() { # N
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++)
			print ".section socket,\"ax\",@progbits,unique," i "\n.globl label" i "\nlabel" i ":\nr0 = 0\nexit"
	}' >"$tmp/sections$1.s"
	clang -target bpf -c -o "$tmp/sections$1.o" "$tmp/sections$1.s"
}

# A program with relocations about the first N of them: does the type have the field?
roots() { # N
	tr ' ' '\n' <<<"$roots" | awk -F : -v n="$1" '
		BEGIN { print "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>" }
		NR <= n {
			print "struct " $1 " { int " $2 "; } __attribute__((preserve_access_index));"
			sum = sum " + __builtin_preserve_field_info(((struct " $1 " *)0)->" $2 ", 2)"
		}
		END {
			print "SEC(\"raw_tp/sys_enter\") int roots(void *ctx) { return 0" sum "; }"
			print "char LICENSE[] SEC(\"license\") = \"GPL\";"
		}' >"$tmp/roots$1.c"
	compile "$tmp/roots$1.c" "$tmp/roots$1.o"
}

instructions() {
	if valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$tmp/log" "$@" >/dev/null; then
		awk '/Collected/ { print $4 }' "$tmp/log"
	else
		echo none
	fi
}
