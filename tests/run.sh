#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/run.sh BUILD SUITE...: run test programs (build/tests/unit/test_elf), scripts (tests/cli/run.sh) and
# checks of the sources (lint: tests/lint.sh), and add up. Each suite prints a line for a failure,
# "SKIP suite: test: reason" for a skip, and ends with
#
#	# SUITE: N passed, N failed, N skipped
#
# A suite that ends without that line, or runs longer than SUITE_TIMEOUT seconds (600), counts as one
# failure; only a check of the sources may do without, its exit status is one result. Shown are failures
# as they come, then all skips, then one line with the sums. Exits 1 if anything failed or nothing passed.
#
#	TEST=pattern	only tests with the pattern in their name
#	V=1		all that the suites print
#	WRAP='valgrind -q ...'	put before each test program, and before rawbpf in the scripts
#	SKIPS=FILE	skips that are expected: one shell pattern for "test: reason" a line, # for a
#			comment. Any other skip is a failure
set -u

export BUILD=$1
shift
[ -z "${WRAP:-}" ] || export CK_TIMEOUT_MULTIPLIER="${CK_TIMEOUT_MULTIPLIER:-10}" CLI_TIMEOUT="${CLI_TIMEOUT:-120}"

total_passed=0 total_failed=0 total_skipped=0
skips=()
child=
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# timeout(1) puts the suite in a process group of its own, which Ctrl-C does not reach.
trap '[ -z "$child" ] || kill "$child"; exit 130' INT TERM

expected_skip() { # "test: reason"
	local pattern
	[ -n "${SKIPS:-}" ] || return 0
	while IFS= read -r pattern; do
		case $pattern in '' | '#'*) continue ;; esac
		# shellcheck disable=SC2254 # is a pattern
		case $1 in $pattern) return 0 ;; esac
	done <"$SKIPS"
	return 1
}

note_skip() { # "SKIP suite: test: reason"
	local what=${1#SKIP }
	if expected_skip "${what#*: }"; then
		skips+=("$1")
		total_skipped=$((total_skipped + 1))
	else
		echo "FAIL $what (this skip is not expected: $SKIPS)"
		total_failed=$((total_failed + 1))
	fi
}

# Runs a suite to its end with its output in the log; its exit status is in $status.
start_suite() { # FILE
	local limit=${SUITE_TIMEOUT:-600}
	if [[ $1 == *.sh ]]; then
		timeout -k 5 "$limit" bash "$1" >"$log" 2>&1 &
	else
		# shellcheck disable=SC2086 # a command and its arguments
		timeout -k 5 "$limit" ${WRAP:-} "$1" >"$log" 2>&1 &
	fi
	child=$!
	status=0
	wait "$child" || status=$?
	child=
}

# Passes the log on, without what is no news. Adds up; ended: how many failures the suite told of itself.
read_log() {
	local line
	ended=
	while IFS= read -r line; do
		if [[ $line =~ ^'# '.*': '([0-9]+)' passed, '([0-9]+)' failed, '([0-9]+)' skipped'$ ]]; then
			total_passed=$((total_passed + BASH_REMATCH[1]))
			total_failed=$((total_failed + BASH_REMATCH[2]))
			ended=$((${ended:-0} + BASH_REMATCH[2]))
			[ -z "${V:-}" ] || echo "$line"
		elif [[ $line == 'SKIP '* ]]; then
			note_skip "$line"
		elif [ -n "$line" ] && { [ "$status" != 0 ] || [ -n "${V:-}" ]; }; then
			echo "$line"
		fi
	done <"$log"
}

run_suite() { # NAME or FILE
	local file=$1
	[[ $1 == */* ]] || file=tests/$1.sh
	start_suite "$file"
	read_log
	if [ -n "$ended" ] && { [ "$status" = 0 ] || [ "$ended" != 0 ]; }; then
		return
	elif [ "$file" != "$1" ] && [ "$status" = 0 ]; then
		total_passed=$((total_passed + 1))
		return
	fi
	total_failed=$((total_failed + 1))
	case $status in
	124 | 137) echo "FAIL $1: not done after ${SUITE_TIMEOUT:-600} seconds" ;;
	*) echo "FAIL $1: ended with status $status" ;;
	esac
}

for suite in "$@"; do
	run_suite "$suite"
done
[ ${#skips[@]} = 0 ] || printf '%s\n' "${skips[@]}"
echo "$total_passed passed, $total_failed failed, $total_skipped skipped"
[ "$total_failed" = 0 ] && [ "$total_passed" != 0 ]
