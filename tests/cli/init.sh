#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf init: what a manifest has loaded, attached and pinned, and what is left if it cannot be.
. "$(dirname "$0")/../lib/cli.sh"

progs=$BUILD/progs
bpffs=/sys/fs/bpf
kmsg=

# The kernel's log is the machine's: what would go there comes out of a pipe of ours, opened for each line.
if [ -n "${CLI_PRIVATE:-}" ] && [ -e /dev/kmsg ]; then
	mkfifo "$tmp/kmsg" && exec 9<>"$tmp/kmsg" && mount --bind "$tmp/kmsg" /dev/kmsg && kmsg=9
fi
log() { # what came since the last time
	local line
	while IFS= read -r -t 0.1 -u 9 line; do echo "$line"; done
}
log_is() { # REGEX: a line of it, without telling the other lines apart
	checking || return 0
	[ -n "$kmsg" ] || return 0
	grep -Eq -- "$1" "$tmp/log" || fail "no line of the log is like: $1 ($(cat "$tmp/log"))"
}

ready() { need_root; need_file "$progs/xdp_count.bpf.o"; }

# A folder with the objects and this manifest; then the command on it.
manifest() {
	rm -rf "$tmp/dir"
	mkdir -p "$tmp/dir"
	cp "$progs"/*.bpf.o "$tmp/dir"
	printf '%b' "$1" >"$tmp/dir/manifest"
}
init() { # MANIFEST [OPTION]
	active || return 0
	manifest "$1"
	run rawbpf ${2:+"$2"} init "$tmp/dir"
	[ -z "$kmsg" ] || log >"$tmp/log"
}
on_lo() { ip link show lo | grep -c "prog/xdp"; }
pins() { find $bpffs -mindepth 1 ! -name '*.debug'; }
expect_nothing() {
	checking || return 0
	[ -z "$(pins)" ] || fail "left in the bpffs: $(pins)"
	[ "$(on_lo)" = 0 ] || fail "an XDP program is left on lo"
}
undo() {
	active || return 0
	find $bpffs -mindepth 1 -depth ! -name '*.debug' \( -type d -exec rmdir {} \; -o -exec rm {} \; \)
	local i
	for ((i = 0; i < 100; i++)); do
		[ "$(on_lo)" != 0 ] || break
		sleep 0.05
	done
}
holds() { jq -e "$@" >/dev/null; }
is_owned() { [ "$(stat -c '%u:%g %a' "$1")" = "$2" ]; } # PATH "UID:GID MODE"
drops_at_least() { [ "$(dropped)" -ge "$1" ]; }
dropped() { "$RAWBPF" -j map dump pinned "$bpffs/xdp_count/maps/protocols" | jq '[.[] | .. | .dropped? // empty] | add // 0'; }
send_udp() { bash -c 'for i in 1 2 3; do echo x >/dev/udp/127.0.0.1/4000; done' 2>/dev/null; }

case_ "an object is loaded, attached and pinned, and stays"
ready
init 'xdp_count.bpf.o xdp_count=xdp:lo\n'
expect_exit 0
expect_err '^rawbpf: manifest:1: xdp_count\.bpf\.o: xdp_count at xdp:lo \(bpf_link\), pinned in /sys/fs/bpf/xdp_count$'
log_is '^<6>rawbpf: manifest:1: xdp_count\.bpf\.o: xdp_count at xdp:lo'
expect test -e $bpffs/xdp_count/links/xdp_count
expect test -e $bpffs/xdp_count/progs/xdp_count
expect test -e $bpffs/xdp_count/maps/protocols
expect test -e $bpffs/xdp_count/maps/xdp_coun_rodata
expect test "$(on_lo)" = 1
undo
expect_nothing

case_ "a variable has the value that the manifest gives it"
ready
need_command jq
init 'xdp_count.bpf.o xdp_count=xdp:lo --set drop_proto=17\n'
expect_exit 0
active && send_udp
expect drops_at_least 3
undo

case_ "owner and mode are those of the line, and folders may be entered"
ready
init 'xdp_count.bpf.o xdp_count=xdp:lo --pin /sys/fs/bpf/a/b --owner 1234:5678 --mode 0640\n'
expect_exit 0
expect is_owned $bpffs/a/b/links/xdp_count "1234:5678 640"
expect is_owned $bpffs/a/b/maps/protocols "1234:5678 640"
expect is_owned $bpffs/a/b/progs "1234:5678 750"
expect is_owned $bpffs/a "1234:5678 750"
undo

case_ "without owner and mode everything is root's alone"
ready
init 'xdp_count.bpf.o xdp_count=xdp:lo\n'
expect is_owned $bpffs/xdp_count/links/xdp_count "0:0 600"
expect is_owned $bpffs/xdp_count/links "0:0 700"
undo

case_ "the folder that was there before keeps its owner"
ready
active && mkdir $bpffs/old && chmod 711 $bpffs/old
init 'xdp_count.bpf.o xdp_count=xdp:lo --pin /sys/fs/bpf/old --owner 1234 --mode 640\n'
expect is_owned $bpffs/old "0:0 711"
expect is_owned $bpffs/old/links "1234:0 750"
undo

case_ "a program in two places has two links"
ready
init 'syscount.bpf.o syscount=raw_tracepoint:sys_enter syscount=raw_tracepoint:sys_exit\n'
expect_exit 0
expect test -e $bpffs/syscount/links/syscount
expect test -e $bpffs/syscount/links/syscount_2
undo

case_ "what is odd about an object is said, and it is loaded"
ready
need_command clang
active && printf '%s\n' 'extern const char CONFIG_WORD[4] __attribute__((section(".kconfig")));' \
	'__attribute__((section("raw_tracepoint/sys_enter"), used)) int word(void *ctx) { return CONFIG_WORD[0]; }' |
	clang -target bpf -O2 -g -x c -c - -o "$tmp/word.o" && damage_ext "$tmp/word.o" "$tmp/odd.o"
active && echo 'CONFIG_WORD="four and more"' >"$tmp/config"
init "$tmp/odd.o --kconfig $tmp/config\n"
expect_exit 0
expect_err 'manifest:1: .*/odd\.o: \.BTF\.ext, func_info, .*; going on without it$'
expect_err 'manifest:1: .*/odd\.o: \.BTF\.ext, line_info, .*; going on without it$'
expect_err 'manifest:1: .*/odd\.o: extern CONFIG_WORD: .* has 13 characters for it'
expect_err 'manifest:1: .*/odd\.o: word at raw_tracepoint:sys_enter'
log_is '^<4>rawbpf: manifest:1: .*/odd\.o: extern CONFIG_WORD: '
undo
run rawbpf run "$tmp/odd.o" --kconfig "$tmp/config" --duration 0.1
expect_exit 0
expect_err '^rawbpf: .*/odd\.o: \.BTF\.ext, func_info, .*; going on without it$'
expect_err '^rawbpf: .*/odd\.o: extern CONFIG_WORD: .* has 13 characters for it'

case_ "the second line of a group is tried when the first fails, not when it works"
ready
init 'no_such.bpf.o\nor xdp_count.bpf.o xdp_count=xdp:nosuch0\n# between\n\nor xdp_count.bpf.o xdp_count=xdp:lo\nor syscount.bpf.o\n'
expect_exit 0
expect_err '^rawbpf: manifest:1: no_such\.bpf\.o: .*No such file'
expect_err '^rawbpf: manifest:2: xdp_count\.bpf\.o: xdp:nosuch0: no such network interface$'
expect_err '^rawbpf: manifest:5: xdp_count\.bpf\.o: xdp_count at xdp:lo'
expect_no_err 'manifest:6'
expect test ! -e $bpffs/syscount
undo

case_ "lines for other kernels are passed over"
ready
init 'xdp_count.bpf.o xdp_count=xdp:lo --from 99.0\nor syscount.bpf.o --to 3.18\nor syscount.bpf.o --from 3.18 --to 99.0\nsyscount.bpf.o --to 4.1\n'
expect_exit 0
log_is '^<5>rawbpf: manifest:1: not for this kernel \(.+\)$'
expect_err '^rawbpf: manifest:2: not for this kernel'
expect_err '^rawbpf: manifest:3: syscount\.bpf\.o: syscount at raw_tracepoint:sys_enter'
expect_err '^rawbpf: manifest:4: not for this kernel'
expect test ! -e $bpffs/xdp_count
undo

case_ "two numbers of a last kernel mean all of its series"
ready
series=$(uname -r | grep -Eo '^[0-9]+\.[0-9]+')
init "syscount.bpf.o --from $series --to $series\n"
expect_exit 0
expect test -e $bpffs/syscount/links/syscount
undo

case_ "a required group of which no line is for this kernel fails"
ready
init 'syscount.bpf.o --required --from 99.0\nor syscount.bpf.o --to 3.18\n'
expect_exit 7
log_is '^<3>rawbpf: manifest:1: it is required, and no line of it is for this kernel'
expect_nothing

case_ "what fails without being required is told, and the exit code is 0; the others are loaded"
ready
init 'no_such.bpf.o\nxdp_count.bpf.o xdp_count=xdp:nosuch0\n# not --required\nsyscount.bpf.o\n'
expect_exit 0
expect_err '^rawbpf: manifest:2: xdp_count\.bpf\.o: xdp:nosuch0: no such network interface$'
log_is '^<3>rawbpf: manifest:1: no_such\.bpf\.o: '
expect test -e $bpffs/syscount/links/syscount
undo

case_ "the exit code is that of the first required group that failed; the others are loaded"
ready
init 'xdp_count.bpf.o xdp_count=xdpgeneric:lo xdp_count=xdpgeneric:lo\nno_such.bpf.o --required\nsockex1.bpf.o sockex1=socket:lo --required\nsyscount.bpf.o --required\n'
expect_exit 6
expect test -e $bpffs/syscount/links/syscount
undo

case_ "a variant that fails leaves nothing"
ready
init 'xdp_count.bpf.o xdp_count=xdp:lo xdp_count=xdp:nosuch0 --pin /sys/fs/bpf/a/b/c --required\n'
expect_exit 6
expect_nothing
init 'xdp_count.bpf.o xdp_count=xdpgeneric:lo xdp_count=xdpgeneric:lo --required\n'
expect_exit 4
expect_err 'is attached there in the network core'
expect_nothing

case_ "the fallback finds the place free that its forerunner had taken"
ready
init 'xdp_count.bpf.o xdp_count=xdp:lo xdp_count=xdp:nosuch0\nor xdp_count.bpf.o xdp_count=xdp:lo\n'
expect_exit 0
expect test "$(on_lo)" = 1
undo

case_ "a run with the pins of the one before says what is there, and leaves it alone"
ready
init 'xdp_count.bpf.o xdp_count=xdp:lo\n'
expect_exit 0
pins | sort >"$tmp/before"
init 'xdp_count.bpf.o xdp_count=xdp:lo --required\n'
expect_exit 3
expect_err '^rawbpf: manifest:1: xdp_count\.bpf\.o: /sys/fs/bpf/xdp_count/progs/xdp_count: cannot be pinned: File exists'
pins | sort >"$tmp/after"
expect cmp "$tmp/before" "$tmp/after"
expect test "$(on_lo)" = 1
undo

case_ "what ends with the process is refused"
ready
init 'sockex1.bpf.o sockex1=socket:lo --required\n'
expect_exit 7
expect_err 'attached by SO_ATTACH_BPF, which ends with this process; no kernel has a bpf_link for it$'
expect_nothing

case_ "maps that a failing variant pinned by name go, with their folders"
ready
for object in pinned legacy_maps_iproute2; do
	need_file "$BUILD/tests/progs/$object.bpf.o"
	init "$PWD/$BUILD/tests/progs/$object.bpf.o --pin /sys/fs/bpf/mine --required\n"
	expect test "$status" != 0
	expect_nothing
done

case_ "a cgroup program is left where it was attached, and a failing one is not"
ready
make_cgroup
init "egress.bpf.o egress=cgroup_skb/egress:$cgroup egress=cgroup_skb/egress:/nowhere --required\n"
expect_exit 6
expect_nothing
init "egress.bpf.o egress=cgroup_skb/egress:$cgroup --set deny_port=4000\n"
expect_exit 0
expect sh -c "echo \$\$ >$cgroup/cgroup.procs; exec bash -c '! echo x >/dev/udp/127.0.0.1/4000 && echo x >/dev/udp/127.0.0.1/4001' 2>/dev/null"
undo

case_ "JSON has an object for each line, and one that says whether the boot stops"
ready
init 'xdp_count.bpf.o xdp_count=xdp:lo\nno_such.bpf.o --required\nsyscount.bpf.o --to 3.18\n' -j
expect_exit 6
active && sed -n 1p "$out" >"$tmp/1" && sed -n 2p "$out" >"$tmp/2" && sed -n 3p "$out" >"$tmp/3"
expect_json '. == {type: "end", loaded: 1, failed: 1, stopped: true}'
expect holds '.type == "skipped" and .line == 3 and .file == "syscount.bpf.o"' "$tmp/3"
expect holds '.type == "loaded" and .line == 1 and .pin == "/sys/fs/bpf/xdp_count" and .progs == [{prog: "xdp_count", hook: "xdp", where: "lo", how: "bpf_link"}]' "$tmp/1"
expect holds '.type == "failed" and .line == 2 and .required and (.error | test("No such file"))' "$tmp/2"
undo
init 'no_such.bpf.o --required\nor syscount.bpf.o\nno_such.bpf.o\nor nor_this.bpf.o\n' -j
expect_exit 0
expect_json '. == {type: "end", loaded: 1, failed: 1, stopped: false}'
undo

bad() { # LINE EXPECTED [CODE]
	init "$1\nsyscount.bpf.o\n"
	expect_exit "${3:-0}"
	expect_err "^rawbpf: manifest:1: $2"
	log_is "^<3>rawbpf: manifest:1: $2"
	expect test -e $bpffs/syscount/links/syscount
	undo
	expect_nothing
}
case_ "a bad line is refused with what to write, and the others go on"
ready
bad 'xdp_count.bpf.o --shiny' 'xdp_count.bpf.o: --shiny: there is no such option$'
bad 'xdp_count.bpf.o --set' 'xdp_count.bpf.o: --set: say NAME=VALUE$'
bad 'xdp_count.bpf.o --set x' 'xdp_count.bpf.o: --set: say NAME=VALUE$'
bad 'xdp_count.bpf.o --pin here' 'xdp_count.bpf.o: --pin: say a path'
bad 'xdp_count.bpf.o --owner root' 'xdp_count.bpf.o: --owner: say UID or UID:GID'
bad 'xdp_count.bpf.o --owner 1:' 'xdp_count.bpf.o: --owner: say UID or UID:GID'
bad 'xdp_count.bpf.o --owner 1:2:3' 'xdp_count.bpf.o: --owner: say UID or UID:GID'
bad 'xdp_count.bpf.o --owner 4294967295' 'xdp_count.bpf.o: --owner: say UID or UID:GID'
bad 'xdp_count.bpf.o --owner -1' 'xdp_count.bpf.o: --owner: say UID or UID:GID'
bad 'xdp_count.bpf.o --mode 0680' 'xdp_count.bpf.o: --mode: say it in octal'
bad 'xdp_count.bpf.o --mode 04755' 'xdp_count.bpf.o: --mode: say it in octal'
bad 'xdp_count.bpf.o --mode 77777777777777777777' 'xdp_count.bpf.o: --mode: say it in octal'
bad 'xdp_count.bpf.o --from 6' 'xdp_count.bpf.o: --from: say a kernel'
bad 'xdp_count.bpf.o --from 6.' 'xdp_count.bpf.o: --from: say a kernel'
bad 'xdp_count.bpf.o --to 6.1.2.3' 'xdp_count.bpf.o: --to: say a kernel'
bad 'xdp_count.bpf.o --to 6.99999' 'xdp_count.bpf.o: --to: say a kernel'
bad 'xdp_count.bpf.o --mode' 'xdp_count.bpf.o: --mode: say it in octal'
bad '--required xdp_count.bpf.o' '--required: say an object file first$' 1
bad 'or' 'or: say an object file first$'
bad 'or xdp_count.bpf.o' 'xdp_count.bpf.o: or: there is no line before it'
bad 'exec' 'exec: say a command$'
bad 'poweroff now' 'poweroff: it takes no words$'
bad 'xdp_count.bpf.o\r' 'a control character'
bad 'xdp_count.bpf.o \0 x' 'a control character'
bad "xdp_count.bpf.o $(printf '%01000d' 1)" 'a long line: say it in 1000 characters'

case_ "only an object can be required: the words of a command are its own"
ready
init 'exec /bin/true --required\nexec /bin/true --required \r\nno_such.bpf.o\n'
expect_exit 0
expect_err '^rawbpf: manifest:2: a control character'
init 'exec /bin/true --required\npoweroff --required\nsyscount.bpf.o --required --to 3.18\n'
expect_exit 7

case_ "an object without a program to attach is named"
ready
need_command clang
manifest 'none.bpf.o\n'
active && clang -target bpf -g -c -x c -o "$tmp/dir/none.bpf.o" - <<<'int unused = 1;'
run rawbpf init "$tmp/dir"
[ -z "$kmsg" ] || log >"$tmp/log"
expect_err "^rawbpf: manifest:1: none.bpf.o: $tmp/dir/none.bpf.o: there is no program to attach$"
expect_nothing

case_ "nothing can stand in for the end"
ready
init 'exec /bin/true\nor xdp_count.bpf.o\n'
expect_exit 0
expect_err '^rawbpf: manifest:2: xdp_count.bpf.o: or: there is no line before it'
expect_nothing

case_ "a bad line that is required counts as failed, a fallback works"
ready
init 'xdp_count.bpf.o --required --shiny\nor xdp_count.bpf.o xdp_count=xdp:lo\nxdp_count.bpf.o\nor syscount.bpf.o --required\n' -j
expect_exit 1
expect test "$(on_lo)" = 1
expect sh -c "jq -es '.[0].required and .[0].line == 1 and .[1].type == \"loaded\" and .[2].required == false and .[3].required and .[4].stopped' $out >/dev/null"
undo

case_ "a manifest that is not there has exit code 6"
run rawbpf init /no/such
expect_exit 6
expect_err '/no/such/manifest: No such file or directory$'
run rawbpf -j init /no/such
expect_json '.type == "end" and .stopped'

case_ "a manifest of nothing is done at once"
ready
init '\n# nothing\n   \n\t# nor here\n'
expect_exit 0
expect_quiet

case_ "a manifest that ends within a line, or is one long line of blanks, does no harm"
ready
init 'syscount.bpf.o'
expect_exit 0
undo
init "$(printf '%70000s' '')"
expect_exit 8
expect_err 'more than 64 KiB are no manifest'

case_ "from a shell nothing is executed"
ready
init "exec /bin/touch $tmp/executed\npoweroff\n"
expect_exit 0
expect test ! -e "$tmp/executed"

case_ "one folder too many is refused"
run rawbpf init /a /b
expect_exit 1
expect_err 'one word too many'

case_ "explain shows folders, pins, owners and modes"
ready
active && manifest 'xdp_count.bpf.o xdp_count=xdp:lo --owner 1:2 --mode 0640\n'
run rawbpf explain init "$tmp/dir"
expect_exit 0
expect_err '^mkdir \{path="/sys/fs/bpf/xdp_count/progs", mode=0700\} = '
expect_err '^chown \{path="/sys/fs/bpf/xdp_count/links/xdp_count", owner=1, group=2\} = 0'
expect_err '^chmod \{path="/sys/fs/bpf/xdp_count/links/xdp_count", mode=0640\} = 0'
expect_err '^write \{fd=.*manifest:1'
undo

# ---- the first process, of a namespace of its own ----

# A root of its own in memory, where nothing is mounted but the programs of this machine, to be read only. It
# is made inside, so that it goes away with the namespace, and no path out here ever leads there.
cat >"$tmp/boot" <<'END'
set -e
top=$1 rawbpf=$2
shift 2
mount -t tmpfs tmpfs "$top/root"
cd "$top/root"
mkdir proc sys dev etc etc/rawbpf sbin out
cp "$top"/dir/* etc/rawbpf
cp "$rawbpf" init
cp "$top/end" sbin/init
for dir in usr bin lib lib64; do
	if [ -L /$dir ]; then
		cp -P /$dir $dir
	elif [ -d /$dir ]; then
		mkdir $dir
		mount --bind /$dir $dir
		mount -o remount,bind,ro $dir
	fi
done
mount --bind "$top/out" out
cp init rawbpf
exec chroot . "$@"
END
cat >"$tmp/end" <<'END'
#!/bin/sh
echo "$$ $*" >/out/words
ulimit -S -l >/out/limit
cat /proc/self/mountinfo >/out/mounts
find /sys/fs/bpf -type f >/out/pins
stat -c %a /sys/fs/bpf >/out/mode
END
chmod +x "$tmp/end"
mkdir "$tmp/root" "$tmp/out"
first() { # MANIFEST [WORD]...
	active || return 0
	manifest "$1"
	shift
	first_is /init "$@"
}
# Its options are those of all of cgroup2, unless whoever mounts it has a cgroup namespace.
first_is() { # COMMAND...
	active || return 0
	rm -f "$tmp"/out/*
	run unshare --pid --fork --mount --net --cgroup --propagation private bash "$tmp/boot" "$tmp" "$(realpath "$RAWBPF")" "$@"
	[ -z "$kmsg" ] || log >"$tmp/log"
}

case_ "the first process mounts what is missing, and becomes init with the kernel's words"
ready
first 'syscount.bpf.o\n' quiet single
expect_exit 0
expect grep -q '^1 quiet single$' "$tmp/out/words"
for place in '/proc .* - proc' '/sys .* - sysfs' '/sys/fs/bpf .* - bpf'; do
	expect grep -q " $place " "$tmp/out/mounts"
done
expect grep -q 700 "$tmp/out/mode"
expect grep -q /sys/fs/bpf/syscount/links/syscount "$tmp/out/pins"

case_ "the first process leaves the limit on locked memory to the next as it was"
ready
old=$(ulimit -S -l)
ulimit -S -l 48
first ''
ulimit -S -l "$old"
expect_exit 0
expect grep -qx 48 "$tmp/out/limit"

case_ "the first process goes on without a manifest, and ends if there is one that cannot be read"
ready
manifest ''
active && rm "$tmp/dir/manifest"
first_is /init
expect_exit 0
expect test -e "$tmp/out/words"
first "$(printf '%70000s' '')"
expect_exit 8
expect test ! -e "$tmp/out/words"

case_ "cgroup2 gets the options that systemd would give it"
ready
manifest ''
first_is /rawbpf explain init
expect_exit 0
expect_err '^mount \{.*cgroup2.*memory_recursiveprot,nsdelegate'

case_ "the first process becomes what the manifest says"
ready
first 'exec /sbin/init own\n' kernel
expect grep -q '^1 own kernel$' "$tmp/out/words"

case_ "the first process ends with the code of what is required"
ready
first 'syscount.bpf.o nosuch --required\nsyscount.bpf.o\n'
expect_exit 6
expect test ! -e "$tmp/out/words"

case_ "the first process ends when there is nothing to become"
ready
first 'exec /no/such\n'
expect_exit 8

case_ "the first process powers off: its namespace ends"
ready
first 'poweroff\n'
expect test "$status" != 0
expect test ! -e "$tmp/out/words"
