#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/check.sh ARCH...: run the rows of the matrix of these machines, two at a time, and show a table:
# passed, failed and skipped tests, seconds, and the kernel, for each. Failures are shown when their row is
# done, with the row's name before them; all that a row's tests printed is in build/vm/ROW.log. Exits 1
# if anything failed.
#
#	KERNEL=6.1	only rows with this kernel, or "newest"
#	TEST=pattern	only tests with the pattern in their name
#	JOBS=2		rows at a time
#	REFRESH=1	look for newer kernels than those in the cache
#	V=1		also the names of the skipped tests
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/vm/machines.sh

# The skips that tests/vm/expected allows this row, as tests/run.sh wants them.
expected() { # ROW
	local pattern skip
	while read -r pattern skip; do
		# shellcheck disable=SC2254 # is a pattern
		case $pattern in '#'* | '') continue ;; esac
		# shellcheck disable=SC2254
		case $1 in $pattern) echo "$skip" ;; esac
	done <tests/vm/expected
}

# Everything that has to be fetched or built, so that a row's seconds are its own.
prepare() {
	local arch kernel suites parameters log
	for arch in $(cut -f 1 <<<"$rows" | sort -u); do
		log=build/vm/$arch.build
		build "$arch" >"$log" 2>&1 || {
			cat "$log"
			return 1
		}
	done
	while IFS=$'\t' read -r arch kernel suites parameters; do
		tests/vm/kernel.sh "$arch" "$kernel" "$suites" >"build/vm/$arch-$kernel.folder" || return 1
	done <<<"$rows"
}

# The table's line for a row: name, exit status, seconds, sums, kernel. Unit tests are run once on a machine.
run_row() { # ARCH KERNEL PARAMETERS KERNEL_ONLY
	local row=$1-$2 start=$SECONDS status=0 child
	local log=build/vm/$row.log folder
	folder=$(cat "build/vm/$row.folder")
	expected "$row" >"build/vm/$row.skips"
	VM_ARCH=$1 VM_FOLDER=$folder VM_PARAMETERS=$3 KERNEL_ONLY=$4 SKIPS=build/vm/$row.skips SUITE_TIMEOUT=2100 V=1 \
		tests/run.sh "build/vm/$1" tests/vm/row.sh >"$log" 2>&1 &
	child=$!
	trap 'kill $child; exit 143' TERM
	wait $child || status=$?
	[ "$status" = 0 ] || sed -n "/FAIL/,\$s/^/$row: /p" "$log" | grep -v ': SKIP ' | head -n 100
	[ -z "${V:-}" ] || sed -n "s/^SKIP /$row: SKIP /p" "$log"
	printf '%s\t%s\t%s\t%s\t%s\n' "$row" "$status" $((SECONDS - start)) \
		"$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1)" "$(cat "$folder/release")" \
		>"build/vm/$row.result"
}

# A row without a result has died, and that is a failure.
results() {
	local arch kernel rest
	while IFS=$'\t' read -r arch kernel rest; do
		cat "build/vm/$arch-$kernel.result" 2>/dev/null || printf '%s\t1\t0\t\t\n' "$arch-$kernel"
	done <<<"$rows"
}

rows=$(rows "$@")
if [ -z "$rows" ]; then
	echo "$0: tests/vm/matrix has no row for $* ${KERNEL:-}" >&2
	exit 1
fi
mkdir -p build/vm
exec 7>build/vm/lock
flock -n 7 || {
	echo "$0: it is running already in this folder" >&2
	exit 1
}
rm -f build/vm/*.result
prepare || exit 1
# shellcheck disable=SC2046 # one word each
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
running=0
declare -A seen
while IFS=$'\t' read -r arch kernel suites parameters; do
	if [ "$running" -ge "${JOBS:-2}" ]; then
		wait -n
	else
		running=$((running + 1))
	fi
	run_row "$arch" "$kernel" "$parameters" "${seen[$arch]:-}" </dev/null 7>&- &
	[ -n "${TEST:-}" ] || seen[$arch]=yes
done <<<"$rows"
wait

results | awk -F '\t' '
	BEGIN { printf "%-18s %7s %7s %7s %7s  %s\n", "", "passed", "failed", "skipped", "seconds", "kernel" }
	{
		split($4, n, " ")
		if ($2 != 0 && n[3] == 0) n[3]++
		printf "%-18s %7d %7d %7d %7d  %s\n", $1, n[1], n[3], n[5], $3, $5
		passed += n[1]; failed += n[3]; skipped += n[5]
	}
	END {
		printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
		exit failed != 0 || passed == 0
	}'
