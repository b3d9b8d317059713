#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf map: maps made, filled, listed and read from the command line, by bytes and by type.
. "$(dirname "$0")/../lib/cli.sh"

fs=/sys/fs/bpf
sockex1=$BUILD/progs/sockex1.bpf.o
xdp_count=$BUILD/progs/xdp_count.bpf.o

# A command that prepares a case and has to succeed.
do_() {
	run rawbpf "$@"
	expect_exit 0
	expect_no_err .
}

# The kernel has two files there of its own that cannot be removed.
empty() { rm -rf "${fs:?}"/* 2>/dev/null || true; }

# An empty bpffs with a map of this description in it.
fresh() { # MAP type T ...
	need_root
	active && empty
	do_ map create "$fs/$1" "${@:2}"
}

case_ "a map that was made is shown in bpftool's layout"
fresh m type hash key 4 value 16 entries 256 name protocols
run rawbpf map show pinned $fs/m
expect_exit 0
expect_out '^[0-9]+: hash  name protocols  flags 0x0$'
expect_out '^	key 4B  value 16B  max_entries 256  memlock [0-9]+B$'

case_ "a map is shown as JSON with bpftool's keys"
fresh m type hash key 4 value 16 entries 256 name protocols flags 1
run rawbpf -j map show pinned $fs/m
expect_exit 0
expect_json '.type == "hash" and .name == "protocols" and .flags == 1 and .bytes_key == 4 and
	.bytes_value == 16 and .max_entries == 256 and .bytes_memlock > 0 and .frozen == 0 and .id > 0'

case_ "all maps are an array, in which a new one is"
fresh m type array key 4 value 8 entries 3 name in_the_list
run rawbpf -j map list
expect_exit 0
expect_json 'type == "array" and any(.[]; .name == "in_the_list" and .type == "array")'

case_ "a map is found by its name and by its id"
fresh m type array key 4 value 8 entries 3 name only_this
run rawbpf -j map show name only_this
expect_json '.name == "only_this"'
active && id=$(jq .id "$out")
run rawbpf map show id "$id"
expect_out "^$id: array  name only_this  flags 0x0\$"

case_ "two maps of one name are told apart by id only"
fresh a type array key 4 value 8 entries 3 name same_name
do_ map create $fs/b type array key 4 value 8 entries 3 name same_name
run rawbpf map dump name same_name
expect_exit 1
expect_err 'by id'

case_ "an unknown id has exit code 6 and an error in JSON"
need_root
run rawbpf -j map show id 4294967295
expect_exit 6
expect_json '.error | test("none with this id")'

case_ "a program's pin is no map"
need_root
need_file "$sockex1"
active && empty
do_ prog load "$sockex1" $fs/prog
run rawbpf map dump pinned $fs/prog
expect_exit 1
expect_err 'no map'

case_ "a type that does not exist is refused by name"
need_root
run rawbpf map create $fs/x type hsah key 4 value 4 entries 4
expect_exit 1
expect_err '"hsah" is no type of map'
expect test ! -e $fs/x

case_ "sizes the kernel refuses have exit code 3"
need_root
run rawbpf map create $fs/x type array key 8 value 4 entries 4
expect_exit 3
expect test ! -e $fs/x

case_ "bytes that were written are read back"
fresh m type hash key 4 value 3 entries 8
do_ map update pinned $fs/m key 0x01 2 003 255 value hex 0a b 0c
expect_quiet
run rawbpf map lookup pinned $fs/m key hex 1 2 3 ff
expect_exit 0
expect_out_is 'key: 01 02 03 ff  value: 0a 0b 0c'
run rawbpf -j map lookup pinned $fs/m key 1 2 3 255
expect_json '. == {"key":["0x01","0x02","0x03","0xff"],"value":["0x0a","0x0b","0x0c"]}'

case_ "an entry that is not there has exit code 6, and is null in JSON"
fresh m type hash key 4 value 4 entries 8
run rawbpf map lookup pinned $fs/m key 1 0 0 0
expect_exit 6
expect_err 'no such entry'
run rawbpf -j map lookup pinned $fs/m key 1 0 0 0
expect_exit 6
expect_json '. == null'

case_ "too few and too many bytes are refused and nothing is written"
fresh m type hash key 4 value 4 entries 8
run rawbpf map update pinned $fs/m key 1 0 0 value 1 2 3 4
expect_exit 1
expect_err '4 bytes are needed, but 3 are given'
run rawbpf map update pinned $fs/m key 1 0 0 0 value 1 2 3 4 5
expect_exit 1
expect_err '4 bytes, but 5 words'
run rawbpf map update pinned $fs/m key 1 0 0 256 value 1 2 3 4
expect_exit 1
expect_err '"256" is no byte'
run rawbpf -j map dump pinned $fs/m
expect_json '. == []'

case_ "one word for a map without types is refused, not guessed"
fresh m type hash key 4 value 4 entries 8
run rawbpf map lookup pinned $fs/m key 6
expect_exit 1
expect_err '4 bytes are needed, but 1'

case_ "exist and noexist decide what an update may do"
fresh m type hash key 1 value 1 entries 8
run rawbpf map update pinned $fs/m key 1 value 7 exist
expect_exit 6
do_ map update pinned $fs/m key 1 value 7 noexist
run rawbpf map update pinned $fs/m key 1 value 8 noexist
expect_exit 8
expect_err 'already'
do_ map update pinned $fs/m key 1 value 9 exist
do_ map update pinned $fs/m key 1 value 10 any
run rawbpf map lookup pinned $fs/m key 1
expect_out_is 'key: 01  value: 0a'

case_ "a deleted entry is gone"
fresh m type hash key 1 value 1 entries 8
do_ map update pinned $fs/m key 1 value 7
do_ map update pinned $fs/m key 2 value 8
do_ map delete pinned $fs/m key 1
expect_quiet
run rawbpf map dump pinned $fs/m
expect_out_is 'key: 02  value: 08
Found 1 element'
run rawbpf map delete pinned $fs/m key 1
expect_exit 6

case_ "an update answers null in JSON"
fresh m type hash key 1 value 1 entries 8
run rawbpf -j map update pinned $fs/m key 1 value 7
expect_exit 0
expect_out_is null

case_ "an update of a full map says so"
fresh m type hash key 1 value 1 entries 1
do_ map update pinned $fs/m key 1 value 7
run rawbpf map update pinned $fs/m key 2 value 7
expect_exit 8
expect_err 'full'

case_ "getnext goes from the first key to the last"
fresh m type array key 4 value 1 entries 2
run rawbpf -j map getnext pinned $fs/m
expect_json '. == {"key":null,"next_key":["0x00","0x00","0x00","0x00"]}'
run rawbpf -j map getnext pinned $fs/m key 0 0 0 0
expect_json '.key == ["0x00","0x00","0x00","0x00"] and (.next_key | index("0x01") != null)'
active && mapfile -t last < <(jq -r '.next_key[]' "$out")
run rawbpf map getnext pinned $fs/m key "${last[@]}"
expect_exit 6

case_ "all entries of an array are dumped in order"
fresh m type array key 4 value 1 entries 3
run rawbpf -j map dump pinned $fs/m
expect_json 'length == 3 and all(.[]; .value == ["0x00"])'
run rawbpf map dump pinned $fs/m
expect_out '^Found 3 elements$'

case_ "a per-CPU value is written for each CPU and shown for each"
fresh m type percpu_hash key 1 value 2 entries 3
do_ map update pinned $fs/m key 5 value 6 7
run rawbpf -j map dump pinned $fs/m
expect_json 'length == 1 and (.[0].values | length) > 0 and
	all(.[0].values[]; .value == ["0x06","0x07"]) and .[0].values[0].cpu == 0'
run rawbpf map lookup pinned $fs/m key 5
expect_out '^key: 05  value \(CPU 00\): 06 07$'

case_ "a map of maps takes a map and shows its id"
fresh inner type array key 4 value 8 entries 3 name inner
do_ map create $fs/outer type array_of_maps key 4 value 4 entries 2 inner_map pinned $fs/inner
do_ map update pinned $fs/outer key 0 0 0 0 value pinned $fs/inner
run rawbpf -j map show pinned $fs/inner
active && id=$(jq .id "$out")
run rawbpf -j map dump pinned $fs/outer
expect_json "length == 1 and .[0].inner_map_id == $id"
run rawbpf map lookup pinned $fs/outer key 0 0 0 0
expect_out_is "key: 00 00 00 00  inner_map_id: $id"

case_ "a program array takes a program"
fresh m type prog_array key 4 value 4 entries 2
need_file "$sockex1"
do_ prog load "$sockex1" $fs/prog
do_ map update pinned $fs/m key 0 0 0 0 value pinned $fs/prog
run rawbpf -j map show pinned $fs/m
expect_json '.owner_prog_type == "socket_filter"'
run rawbpf map update pinned $fs/m key 0 0 0 0 value pinned $fs/m
expect_exit 1
expect_err 'no program'

case_ "a program array tells the ids of its programs"
fresh m type prog_array entries 2
need_file "$sockex1"
do_ prog load "$sockex1" $fs/prog
do_ map update pinned $fs/m key 1 0 0 0 value pinned $fs/prog
run rawbpf -j prog show pinned $fs/prog
active && id=$(jq .id "$out")
run rawbpf map dump pinned $fs/m
expect_out "^key: 01 00 00 00  prog_id: $id\$"
run rawbpf -j map lookup pinned $fs/m key 1 0 0 0
expect_json ".prog_id == $id and (.value | length) == 4"

case_ "a queue is filled, looked at and emptied without keys"
fresh m type queue value 2 entries 4
do_ map push pinned $fs/m value 1 2
do_ map enqueue pinned $fs/m value 3 4
do_ map update pinned $fs/m value 5 6
run rawbpf map peek pinned $fs/m
expect_out_is 'value: 01 02'
run rawbpf map lookup pinned $fs/m
expect_out_is 'value: 01 02'
run rawbpf map pop pinned $fs/m
expect_out_is 'value: 01 02'
run rawbpf -j map dequeue pinned $fs/m
expect_json '. == {"value":["0x03","0x04"]}'
run rawbpf map pop pinned $fs/m
expect_out_is 'value: 05 06'
run rawbpf -j map pop pinned $fs/m
expect_exit 6
expect_err 'it is empty'
expect_json '. == null'

case_ "a stack gives what came last"
fresh m type stack value 1 entries 4
do_ map push pinned $fs/m value 1
do_ map push pinned $fs/m value 2
run rawbpf map pop pinned $fs/m
expect_out_is 'value: 02'
run rawbpf map delete pinned $fs/m
expect_exit 7
expect_err 'map pop takes it away'

case_ "an entry of a hash is taken away with its value"
fresh m type hash key 1 value 1 entries 4
do_ map update pinned $fs/m key 1 value 7
run rawbpf map pop pinned $fs/m key 1
expect_out_is 'key: 01  value: 07'
run rawbpf map lookup pinned $fs/m key 1
expect_exit 6

case_ "a bloom filter is asked by value"
fresh m type bloom_filter value 4 entries 16
do_ map push pinned $fs/m value 1 2 3 4
run rawbpf map lookup pinned $fs/m value 1 2 3 4
expect_exit 0
expect_out_is 'value: 01 02 03 04'
run rawbpf map lookup pinned $fs/m value 1 2 3 5
expect_exit 6
expect_err 'no such entry'
run rawbpf map lookup pinned $fs/m
expect_exit 1
expect_err 'say which value'

case_ "a cgroup array takes a cgroup, and does not tell it"
make_cgroup
fresh m type cgroup_array entries 2
do_ map update pinned $fs/m key 1 0 0 0 value cgroup "$cgroup"
run rawbpf map lookup pinned $fs/m key 1 0 0 0
expect_exit 7
expect_err 'does not tell which cgroups'
do_ map delete pinned $fs/m key 1 0 0 0
run rawbpf map update pinned $fs/m key 1 0 0 0 value cgroup /tmp
expect_exit 8
expect_err 'not of the kind that this map takes'
run rawbpf map update pinned $fs/m key 1 0 0 0 value cgroup /no/such
expect_exit 6
expect_err 'cgroup /no/such: No such file'
run rawbpf map update pinned $fs/m key 1 0 0 0 value 1 0 0 0
expect_exit 1
expect_err 'cgroup DIR'

case_ "a map of devices takes names and tells numbers"
fresh m type devmap_hash key 4 value 8 entries 4
do_ map update pinned $fs/m key 7 0 0 0 value dev lo
run rawbpf map dump pinned $fs/m
expect_out '^key: 07 00 00 00  ifindex: 1  prog_id: 0$'
run rawbpf map update pinned $fs/m key 7 0 0 0 value dev nosuch0
expect_exit 6
expect_err 'dev nosuch0: No such device'
do_ map create $fs/small type devmap entries 4
do_ map update pinned $fs/small key 0 0 0 0 value dev lo
run rawbpf -j map lookup pinned $fs/small key 0 0 0 0
expect_json '.ifindex == 1 and (has("prog_id") | not)'

case_ "a map of devices takes the program that runs there"
need_file "$sockex1"
fresh m type devmap entries 4
do_ prog load "$sockex1" $fs/prog
run rawbpf map update pinned $fs/m key 0 0 0 0 value dev lo prog pinned $fs/prog
expect_exit 1
expect_err 'values have 4 bytes, not 8'

case_ "a map of CPUs takes the length of a queue"
fresh m type cpumap entries 1
do_ map update pinned $fs/m key 0 0 0 0 value qsize 192
run rawbpf -j map dump pinned $fs/m
expect_json 'length == 1 and .[0].qsize == 192'
run rawbpf map lookup pinned $fs/m key 0 0 0 0
expect_out_is 'key: 00 00 00 00  qsize: 192'

case_ "a second program of the wrong kind is told which it has to be"
need_file "$BUILD/progs/xdp_redirect.bpf.o"
fresh devices type devmap entries 4 value 8
do_ map create $fs/cpus type cpumap key 4 value 8 entries 4 name cpus
do_ prog loadall "$BUILD/progs/xdp_redirect.bpf.o" $fs/progs
run rawbpf map update pinned $fs/devices key 0 0 0 0 value dev lo prog pinned $fs/progs/xdp_redirect
expect_exit 8
expect_err ': update: Invalid argument: its program has to be loaded as xdp/devmap \('
run rawbpf map update pinned $fs/cpus key 0 0 0 0 value qsize 192 prog pinned $fs/progs/leaving
expect_exit 8
expect_err ': update: .*, or its program is not loaded as xdp/cpumap \('
do_ map update pinned $fs/devices key 0 0 0 0 value dev lo prog pinned $fs/progs/leaving

# A socket of this shell, as descriptor 9.
own_socket() { active && exec 9<>/dev/udp/127.0.0.1/9; }

case_ "a map of sockets takes one of a process and tells its cookie"
own_socket
fresh m type sockmap entries 2
do_ map update pinned $fs/m key 1 0 0 0 value socket $$/9
run rawbpf -j map dump pinned $fs/m
expect_json 'length == 1 and .[0].socket_cookie > 0'
active && exec 9<&-
run rawbpf -j map dump pinned $fs/m
expect_json '. == []'
run rawbpf map delete pinned $fs/m key 1 0 0 0
expect_exit 6

case_ "a map of sockets with short values does not tell them"
fresh m type sockhash key 4 value 4 entries 2
run rawbpf map dump pinned $fs/m
expect_exit 7
expect_err 'cookies, which need values of 8 bytes'

case_ "what is no socket of a process is refused"
fresh m type sockmap entries 2
run rawbpf map update pinned $fs/m key 1 0 0 0 value socket $$:9
expect_exit 1
expect_err 'no such descriptor'
run rawbpf map update pinned $fs/m key 1 0 0 0 value socket 4000000:9
expect_exit 1
expect_err 'no such process'
for word in $$ $$: $$:x :9 0:9 $$:9x -1:9 $$/ $$/x /9 $$/9/ $$.9; do
	run rawbpf map update pinned $fs/m key 1 0 0 0 value socket "$word"
	expect_exit 1
	expect_err 'is not PID/FD'
done

case_ "a socket's storage is reached by the socket"
own_socket
fresh m type sk_storage value 2
run rawbpf map lookup pinned $fs/m key socket $$:9
expect_exit 6
do_ map update pinned $fs/m key socket $$/9 value 7 8
run rawbpf -j map lookup pinned $fs/m key socket $$:9
expect_json '.value == ["0x07","0x08"] and (has("key") | not)'
do_ map delete pinned $fs/m key socket $$:9
run rawbpf map delete pinned $fs/m key socket $$:9
expect_exit 6
run rawbpf map dump pinned $fs/m
expect_exit 7
expect_err 'key socket PID/FD'
active && exec 9<&-

case_ "a process's storage is reached by its number"
fresh m type task_storage value 2
do_ map update pinned $fs/m key pid $$ value 7 8
run rawbpf map lookup pinned $fs/m key pid $$
expect_out_is '[7, 8]'
run rawbpf map lookup pinned $fs/m key pid 1
expect_exit 6
run rawbpf map lookup pinned $fs/m key pid 4000000
expect_exit 1
expect_err 'no such process'
run rawbpf map lookup pinned $fs/m key 1 0 0 0
expect_exit 1
expect_err 'what belongs here is pid N'

# tests/kernel/test_map_types.c writes into it where that may be.
case_ "files have no storage where bpf is not among the active LSMs"
grep -qw bpf /sys/kernel/security/lsm 2>/dev/null && skip "bpf is among the active LSMs"
fresh m type inode_storage value 2
run rawbpf map update pinned $fs/m key file "$tmp" value 7 8
expect_exit 7
expect_err 'active LSMs'
run rawbpf map lookup pinned $fs/m key file "$tmp"
expect_exit 7

case_ "a cgroup's storage is reached by its folder"
make_cgroup
fresh m type cgrp_storage value 2
do_ map update pinned $fs/m key cgroup "$cgroup" value 7 8
run rawbpf map lookup pinned $fs/m key cgroup "$cgroup"
expect_out_is '[7, 8]'
do_ map delete pinned $fs/m key cgroup "$cgroup"
run rawbpf map lookup pinned $fs/m key cgroup "$cgroup"
expect_exit 6

case_ "a value of a cgroup and an attach type is reached by both"
need_file "$BUILD/progs/ingress.bpf.o"
make_cgroup
need_root
active && empty
do_ prog loadall "$BUILD/progs/ingress.bpf.o" $fs/progs pinmaps $fs
run rawbpf map update pinned $fs/budgets key cgroup "$cgroup" ingress value '{left: 7}'
expect_exit 6
expect_err 'attached to'
do_ cgroup attach "$cgroup" ingress pinned $fs/progs/limit
do_ map update pinned $fs/budgets key cgroup "$cgroup" cgroup_skb/ingress value '{left: 7}'
run rawbpf map lookup pinned $fs/budgets key cgroup "$cgroup" cgroup_inet_ingress
expect_exit 0
expect_out '^\{cgroup_inode_id: [0-9]+, attach_type: 0\}  \{left: 7, second: 0, dropped: 0\}$'
run rawbpf map lookup pinned $fs/budgets key cgroup "$cgroup" egress
expect_exit 6
active && inode=$(stat -c %i "$cgroup")
run rawbpf map lookup pinned $fs/budgets key "{$inode, 0}"
expect_exit 0
run rawbpf map lookup pinned $fs/budgets key cgroup "$cgroup" sideways
expect_exit 1
expect_err '"sideways" is no attach type of cgroups'
run rawbpf map lookup pinned $fs/budgets key cgroup /no/such ingress
expect_exit 6
run rawbpf map lookup pinned $fs/budgets
expect_exit 1
expect_err 'say which key: key cgroup DIR TYPE'
do_ cgroup detach "$cgroup" ingress pinned $fs/progs/limit

case_ "every type is made with no more said than it needs"
fresh array type array value 4 entries 4
while read -r type words; do
	# shellcheck disable=SC2086 # several words
	do_ map create "$fs/$type" type "$type" $words
	run rawbpf -j map show pinned "$fs/$type"
	expect_json ".type == \"$type\""
done <<END
hash key 4 value 4 entries 4
prog_array entries 4
perf_event_array entries 4
percpu_hash key 4 value 4 entries 4
percpu_array value 4 entries 4
stack_trace value 80 entries 4
cgroup_array entries 4
lru_hash key 4 value 4 entries 64
lru_percpu_hash key 4 value 4 entries 64
lpm_trie key 8 value 4 entries 4
array_of_maps entries 4 inner_map pinned $fs/array
hash_of_maps key 4 entries 4 inner_map pinned $fs/array
devmap entries 4
sockmap entries 4
cpumap entries 1
xskmap entries 4
sockhash key 4 entries 4
cgroup_storage key 8 value 4
reuseport_sockarray entries 4
percpu_cgroup_storage key 16 value 4
queue value 4 entries 4
stack value 4 entries 4
sk_storage value 4
devmap_hash key 4 entries 4
ringbuf entries 4096
inode_storage value 4
task_storage value 4
bloom_filter value 4 entries 4
user_ringbuf entries 4096
cgrp_storage value 4
arena entries 1
END

case_ "a map that needs an object says so"
need_root
run rawbpf map create $fs/x type struct_ops
expect_exit 3
expect_err 'run makes it of an object'
run rawbpf map create $fs/x type ringbuf entries 5
expect_exit 3
expect_err 'entries is its size in bytes: a power of two'

case_ "what a type cannot do has exit code 7 and the reason"
fresh m type ringbuf entries 4096
for deed in dump lookup delete getnext "update value 1"; do
	# shellcheck disable=SC2086 # several words
	set -- $deed
	run rawbpf map "$1" pinned $fs/m "${@:2}"
	expect_exit 7
	expect_err 'map event_pipe shows what comes'
done
fresh m type arena entries 1
for deed in dump lookup delete getnext update; do
	run rawbpf map $deed pinned $fs/m
	expect_exit 7
	expect_err 'it is memory'
done
fresh m type user_ringbuf entries 4096
run rawbpf map update pinned $fs/m
expect_exit 7
expect_err 'rawbpf_user_ring_open'
fresh m type array value 1 entries 1
run rawbpf map delete pinned $fs/m key 0 0 0 0
expect_exit 7
expect_err 'map update it with zeros'
fresh m type cgroup_storage key 8 value 1
run rawbpf map update pinned $fs/m key 1 0 0 0 0 0 0 0 value 1
expect_exit 6
expect_err 'attached to'
fresh m type perf_event_array entries 1
run rawbpf map dump pinned $fs/m
expect_exit 7
expect_err 'map event_pipe'

flood=$BUILD/tests/progs/flood.bpf.o

case_ "records of a ring buffer are shown as they come"
need_root
need_file "$flood"
active && empty
do_ prog load "$flood" $fs/prog pinmaps $fs
do_ prog run pinned $fs/prog
start rawbpf map event_pipe pinned $fs/records
wait_out '^\{words: \[[1-9]|^[0-9a-f]{2}( [0-9a-f]{2})+$'
stop
expect_exit 0
expect_out '.'
do_ prog run pinned $fs/prog
start rawbpf -j map event_pipe pinned $fs/records
wait_out data
stop
expect_exit 0
expect_json 'length == 1 and (.[0].data | length) == 480 and (.[0] | has("cpu") | not)'

case_ "records of a perf event array are shown with their CPU"
need_root
need_file "$BUILD/tests/progs/perf_record.bpf.o"
active && empty
do_ prog load "$BUILD/tests/progs/perf_record.bpf.o" $fs/prog pinmaps $fs
start rawbpf map event_pipe pinned $fs/records
active && for _ in $(seq 100); do # until it listens
	"$RAWBPF" prog run pinned $fs/prog >/dev/null
	[ -s "$out" ] && break || sleep 0.05
done
wait_out '^cpu [0-9]+  (2a 00 00 00 00 00 00 00|00 00 00 00 00 00 00 2a)'
stop
expect_exit 0

stacks=$BUILD/tests/progs/stacks.bpf.o

case_ "a stack is shown by the functions in it"
need_root
need_file "$stacks"
active && empty
do_ prog load "$stacks" $fs/prog pinmaps $fs
do_ prog run pinned $fs/prog
run rawbpf map dump pinned $fs/stacks
expect_exit 0
expect_out '^key: [0-9a-f ]{11}  stack:$'
expect_out '^	[0-9a-f]+ bpf_prog_test_run_raw_tp\+0x[0-9a-f]+$'
run rawbpf -j map dump pinned $fs/stacks
expect_json 'length == 1 and any(.[0].stack[]; (.symbol | test("^bpf_prog_test_run_raw_tp\\+0x")) and
	(.address | test("^0x[0-9a-f]+$")))'

case_ "only records can be shown as they come"
fresh m type array value 1 entries 1
run rawbpf map event_pipe pinned $fs/m
expect_exit 8
expect_err 'cannot be read as a buffer'

case_ "a frozen map is shown as such and takes no more"
fresh m type array key 4 value 1 entries 1
do_ map freeze pinned $fs/m
run rawbpf -j map show pinned $fs/m
expect_json '.frozen == 1'
run rawbpf map update pinned $fs/m key 0 0 0 0 value 1
expect_exit 5

case_ "a second pin keeps the map when the first is removed"
fresh m type array key 4 value 1 entries 1 name kept
do_ map pin pinned $fs/m $fs/second
active && rm $fs/m
run rawbpf map show pinned $fs/second
expect_out 'name kept'

case_ "a pin outside of a bpffs is refused"
fresh m type array key 4 value 1 entries 1
run rawbpf map pin pinned $fs/m "$tmp/pin"
expect_exit 5
expect_err 'bpffs'

# A map with BTF: the kernel knows it from the object that made it.
typed() { # OBJECT
	need_root
	need_file "$1"
	active && empty
	do_ prog load "$1" $fs/prog pinmaps $fs
}

case_ "a typed map is written by one word and read by type"
typed "$sockex1"
do_ map update pinned $fs/protocols key UDP value '{packets:1,bytes:2}'
do_ map update pinned $fs/protocols key 6 value '{3, 4}'
run rawbpf map lookup pinned $fs/protocols key 17
expect_out_is 'UDP  {packets: 1, bytes: 2}'
run rawbpf map dump pinned $fs/protocols
expect_out '^TCP  \{packets: 3, bytes: 4\}$'
expect_out '^UDP  \{packets: 1, bytes: 2\}$'
expect_no_out Found
run rawbpf -j map dump pinned $fs/protocols
expect_json 'any(.[]; .formatted == {"key":"TCP","value":{"packets":3,"bytes":4}} and
	(.key | length) == 4 and (.value | length) == 16)'

case_ "what is no value of the type is refused and nothing is written"
typed "$sockex1"
run rawbpf map update pinned $fs/protocols key NOSUCH value '{1, 2}'
expect_exit 1
expect_err NOSUCH
run rawbpf map update pinned $fs/protocols key UDP value '{nosuch: 2}'
expect_exit 1
expect_err nosuch
run rawbpf map update pinned $fs/protocols key -- -1 value '{1, 2}' extra
expect_exit 1
run rawbpf -j map dump pinned $fs/protocols
expect_json '. == []'

case_ "bytes are taken for a typed map too"
typed "$sockex1"
do_ map update pinned $fs/protocols key 0 0 0 0 value hex 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
run rawbpf map lookup pinned $fs/protocols key HOPOPTS
expect_out_is 'HOPOPTS  {packets: 0, bytes: 0}'

case_ "a typed per-CPU map has a formatted value for each CPU"
typed "$xdp_count"
do_ map update pinned $fs/protocols key UDP value '{packets: 3}'
run rawbpf -j map dump pinned $fs/protocols
expect_json '.[0].formatted.key == "UDP" and all(.[0].formatted.values[]; .value.packets == 3)'
run rawbpf map dump pinned $fs/protocols
expect_out '^UDP cpu 0  \{packets: 3, bytes: 0, dropped: 0\}$'

case_ "a large dump is whole"
fresh m type array key 4 value 8 entries 100000
run rawbpf -j map dump pinned $fs/m
expect_json 'length == 100000'
run rawbpf map dump pinned $fs/m
expect test "$(wc -l <"$out")" = 100001

case_ "a dump into a closed pipe ends without an error"
fresh m type array key 4 value 8 entries 100000
run bash -c "'$RAWBPF' map dump pinned $fs/m | head -n 1"
expect_exit 0
expect_out_is 'key: 00 00 00 00  value: 00 00 00 00 00 00 00 00'
expect_no_err .

case_ "words may be cut short, but one too many is an error"
fresh m type array key 4 value 1 entries 1
run rawbpf map d pinned $fs/m
expect_exit 1
run rawbpf m du pinned $fs/m
expect_exit 0
run rawbpf map dump pinned $fs/m more
expect_exit 1
expect_err '"more" is one word too many'

case_ "the help says how keys and values are written"
run rawbpf map help
expect_exit 0
expect_out 'cgroup DIR, socket PID/FD, event PID/FD, file PATH, pid N,'
expect_out 'dev NAME \[prog PROG\], qsize N \[prog PROG\]'
run rawbpf help
expect_exit 0
expect_out 'rawbpf link show\|pin\|update\|detach'
run rawbpf map help
expect_out 'map update MAP'
expect_out 'hex 06 00 00 00'
