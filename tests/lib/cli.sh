# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# What a script of tests/cli starts with: ". tests/lib/cli.sh" from the top folder, or by its own place:
#
#	. "$(dirname "$0")/../lib/cli.sh"
#
#	case_ "an object that is not there has exit code 6"
#	run rawbpf inspect /no/such/file.o
#	expect_exit 6
#	expect_err 'no such file'
#
# As root the script runs in a network, mount and IPC namespace of its own: lo is up, an empty bpffs is at
# /sys/fs/bpf, tracefs at /sys/kernel/tracing. All it makes there goes away with it. The folder "$tmp" is
# for its files. The script's working directory is the top folder.
#
#	case_ SENTENCE		begins a case, ends the one before
#	need_root, need_file PATH, need_command NAME, skip REASON
#				the rest of the case does nothing, and it counts as skipped
#	run COMMAND...		runs it to its end (at most CLI_TIMEOUT, 30 seconds); "rawbpf" is the one
#				just built. Then $out and $err are files, $status its exit code
#	start COMMAND...	the same, but goes on at once; $pid is the process
#	wait_out REGEX		waits till the started command has printed such a line (10 seconds)
#	stop [SIGNAL]		ends it (INT), then as after run
#	expect_exit CODE
#	expect_out REGEX	a line of stdout matches (grep -E); expect_no_out: none does
#	expect_err REGEX	likewise on stderr; expect_no_err REGEX
#	expect_out_is TEXT	stdout is exactly this, but for the last newline
#	expect_quiet		neither stdout nor stderr
#	expect_json [FILTER]	stdout is one JSON document, or one a line; with a FILTER of jq (-e): and
#				that yields true for the last of them
#	expect COMMAND...	the command succeeds: expect test -e "$tmp/file", expect grep -q x /proc/...
#	make_cgroup		makes an empty cgroup below the cgroup2 mount, its path in $cgroup, or skips; it is
#				removed at the end, with the processes in it
#	damage_ext FROM TO	a copy of an object whose func_info and line_info do not fit into .BTF.ext
#	fail MESSAGE		the case failed; after the first failure the rest of it does nothing
#	active			true while the case is not skipped, failed or left out: for other commands
#
# A case that expects nothing fails: it could not have failed otherwise.
#
# TEST=pattern leaves out cases without the pattern in their sentence (blanks may be written as _).

if [ "$(id -u)" = 0 ] && [ -z "${CLI_PRIVATE:-}" ] && command -v unshare >/dev/null; then
	CLI_PRIVATE=1 exec unshare --mount --net --ipc --propagation private bash "$0" "$@"
fi

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
cli_top=$PWD
cli_suite=$(basename "$0" .sh)
cli_script=${0#"$cli_top"/}
BUILD=${BUILD:-build}
RAWBPF=${RAWBPF:-$BUILD/rawbpf}
tmp=$(mktemp -d)
out=$tmp/.out err=$tmp/.err status="" pid=""
cli_name="" cli_state=none cli_why="" cli_checks=0
cli_passed=0 cli_failed=0 cli_skipped=0
cgroup="" cli_cgroups=()

cli_private() {
	[ -n "${CLI_PRIVATE:-}" ] || return 0
	ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null
	mount -t bpf bpf /sys/fs/bpf 2>/dev/null
	[ -e /sys/kernel/tracing/trace_pipe ] ||
		mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
}

# State of the case: none, open, failed, skipped, out (not chosen).
cli_end_case() {
	[ -z "$pid" ] || cli_kill
	[ "$cli_state" != open ] || [ "$cli_checks" != 0 ] || cli_fail "the case expects nothing"
	case $cli_state in
	open) cli_passed=$((cli_passed + 1)) ;;
	failed) cli_failed=$((cli_failed + 1)) ;;
	skipped)
		cli_skipped=$((cli_skipped + 1))
		echo "SKIP $cli_suite: $cli_name: $cli_why"
		;;
	esac
	cli_state=none
}

cli_exit() {
	local code=$?
	if [ $code != 0 ] && [ "$cli_state" != failed ]; then
		cli_state=open
		cli_fail "the script ended with status $code"
	fi
	cli_end_case
	cli_remove_cgroups
	rm -rf --one-file-system "$tmp"
	echo "# $cli_suite: $cli_passed passed, $cli_failed failed, $cli_skipped skipped"
	trap - EXIT
	[ $cli_failed = 0 ]
	exit $?
}
trap cli_exit EXIT
trap 'exit 130' INT TERM

case_() {
	cli_end_case
	cli_name=$1 cli_state=open cli_checks=0
	: >"$out"
	: >"$err"
	status=
	case " ${1// /_} $1 " in
	*${TEST:-}*) ;;
	*) cli_state=out ;;
	esac
}

active() { [ "$cli_state" = open ]; }

# As active, for the functions that expect something.
checking() {
	active || return 1
	cli_checks=$((cli_checks + 1))
}

skip() {
	active || return 0
	cli_state=skipped cli_why=$*
}

need_root() { [ "$(id -u)" = 0 ] || skip "needs root"; }
need_file() { [ -e "$1" ] || skip "no $1"; }
need_command() { command -v "$1" >/dev/null || skip "no command $1"; }

# The line of the script a message is about: that of the outermost call.
cli_line() { echo "${BASH_LINENO[${#BASH_LINENO[@]} - 2]}"; }

# Its header begins with magic, version, flags and its length of 32; two words later are both places.
damage_ext() {
	active || return 0
	local at
	cp "$1" "$2"
	at=$(LC_ALL=C grep -obUaP '\x9f\xeb\x01\x00\x20\x00\x00\x00|\xeb\x9f\x01\x00\x00\x00\x00\x20' "$2" | head -n 1 | cut -d: -f1 | tr -d '\0')
	[ -n "$at" ] || { skip "no .BTF.ext in $1"; return 0; }
	printf '||||' | dd of="$2" bs=1 seek=$((at + 8)) conv=notrunc status=none
	printf '||||' | dd of="$2" bs=1 seek=$((at + 16)) conv=notrunc status=none
}

cli_fail() {
	echo "$cli_script:$(cli_line): FAIL $cli_name: $*"
	cli_state=failed
}

# With the first lines of what the command printed, which is mostly the answer.
fail() {
	active || return 0
	cli_fail "$@"
	local file
	for file in "$out" "$err"; do
		[ ! -s "$file" ] || head -n 20 "$file" | sed "s/^/	${file##*/.}: /"
	done
}

run() {
	active || return 0
	status=0
	if [ "$1" = rawbpf ]; then
		shift
		# shellcheck disable=SC2086 # a command and its arguments
		set -- ${WRAP:-} "$RAWBPF" "$@"
	fi
	timeout -k 2 "${CLI_TIMEOUT:-30}" "$@" >"$out" 2>"$err" || status=$?
	[ $status != 124 ] || fail "not done after ${CLI_TIMEOUT:-30} seconds: $*"
}

start() {
	active || return 0
	if [ "$1" = rawbpf ]; then
		shift
		# shellcheck disable=SC2086 # a command and its arguments
		set -- ${WRAP:-} "$RAWBPF" "$@"
	fi
	# A background command of a script ignores SIGINT, unless something resets that.
	env --default-signal=INT,QUIT "$@" >"$out" 2>"$err" </dev/null &
	pid=$!
}

wait_out() {
	local i
	active || return 0
	for ((i = 0; i < 200; i++)); do
		grep -Eq -- "$1" "$out" && return 0
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	grep -Eq -- "$1" "$out" || fail "the command did not print a line like: $1"
}

cli_kill() {
	kill -KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	pid=
}

stop() {
	local i
	[ -n "$pid" ] || return 0
	kill -"${1:-INT}" "$pid" 2>/dev/null
	for ((i = 0; i < 200; i++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	if kill -0 "$pid" 2>/dev/null; then
		cli_kill
		fail "did not end within 10 seconds of SIG${1:-INT}"
		return 0
	fi
	status=0
	wait "$pid" || status=$?
	pid=
}

expect_exit() {
	checking || return 0
	[ "$status" = "$1" ] || fail "exit code $status, expected $1"
}

expect_out() {
	checking || return 0
	grep -Eq -- "$1" "$out" || fail "no line of stdout is like: $1"
}

expect_no_out() {
	checking || return 0
	! grep -Eq -- "$1" "$out" || fail "stdout has a line like: $1"
}

expect_err() {
	checking || return 0
	grep -Eq -- "$1" "$err" || fail "no line of stderr is like: $1"
}

expect_no_err() {
	checking || return 0
	! grep -Eq -- "$1" "$err" || fail "stderr has a line like: $1"
}

expect_out_is() {
	checking || return 0
	[ "$(cat "$out")" = "$1" ] || fail "stdout is not: $1"
}

expect_quiet() {
	checking || return 0
	[ ! -s "$out" ] && [ ! -s "$err" ] || fail "it printed something"
}

expect_json() {
	checking || return 0
	if ! command -v jq >/dev/null; then
		skip "no command jq"
	elif ! [ -s "$out" ] || ! jq . <"$out" >/dev/null 2>"$tmp/.jq"; then
		fail "stdout is not JSON: $(cat "$tmp/.jq" 2>/dev/null)"
	elif [ $# != 0 ] && ! jq -e "$1" <"$out" >/dev/null 2>&1; then
		fail "the JSON does not fulfil: $1"
	fi
}

expect() {
	checking || return 0
	"$@" || fail "does not hold: $*"
}

make_cgroup() {
	local mount
	active || return 0
	mount=$(awk '/ - cgroup2 / { print $5; exit }' /proc/self/mountinfo)
	if [ "$(id -u)" != 0 ] || [ -z "$mount" ]; then
		skip "needs root and a cgroup2 mount"
		return 0
	fi
	cgroup=$mount/rawbpf-cli-$$-${#cli_cgroups[@]}
	mkdir "$cgroup" && cli_cgroups+=("$cgroup")
}

cli_remove_cgroups() {
	local i member path
	for path in "${cli_cgroups[@]}"; do
		for ((i = 0; i < 100; i++)); do
			while read -r member; do kill -KILL "$member"; done <"$path/cgroup.procs"
			rmdir "$path" && break
			sleep 0.02
		done 2>/dev/null
	done
}

cli_private
