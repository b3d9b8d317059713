#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# rawbpf gen: files made from objects. What linked programs do is in tests/kernel/test_gen.c.
. "$(dirname "$0")/../lib/cli.sh"

progs=$BUILD/tests/progs

# compile NAME [TEXT]...: $tmp/NAME.o from these lines
compile() {
	local name=$1
	shift
	need_command clang
	active || return 0
	printf '%s\n' '#include <linux/bpf.h>' '#include <bpf/bpf_helpers.h>' "$@" |
		clang -target bpf -O2 -g -Iuapi -Wno-ignored-attributes -x c -c - -o "$tmp/$name.o" 2>"$tmp/compile" ||
		fail "clang: $(head -n 3 "$tmp/compile")"
}
user='SEC("socket") int user(void *ctx) { return'

case_ "gen object links, and says nothing"
need_file "$progs/link_a.bpf.o"
run rawbpf gen object "$tmp/linked.o" "$progs/link_a.bpf.o" "$progs/link_b.bpf.o"
expect_exit 0
expect_quiet
run rawbpf -j inspect "$tmp/linked.o" programs maps
expect_exit 0
expect_json '(.programs | map(.name)) == ["linked_a", "linked_b"] and (.maps | map(.name) | index("both") != null)'
expect_json '.programs[0].calls == ["helper","add_b","choose","first","hidden_b","callback"]'

case_ "other tools find nothing wrong with a linked object"
need_file "$progs/link_a.bpf.o"
need_command llvm-readelf
need_command llvm-objdump
run rawbpf gen object "$tmp/linked.o" "$progs/link_a.bpf.o" "$progs/link_b.bpf.o"
run llvm-readelf -a "$tmp/linked.o"
expect_exit 0
expect_no_err .
run llvm-objdump -d -r "$tmp/linked.o"
expect_exit 0
expect_no_err .
expect_out '<linked_b>:'

# what_it_is FILE: without the numbers of types, which are others where some were twice
what_it_is() {
	jq 'walk(if type == "object" and .kind == "type_id_local" then del(.local, .target) else . end)' "$1"
}

# The file's name is the beginning of maps' names, so both are called the same.
mkdir "$tmp/alone" "$tmp/twice"
parts="object programs maps globals relocations disasm"
for object in "$BUILD"/progs/*.bpf.o "$progs"/*.bpf.o build/others/*/*.o; do
	case_ "linked alone, and again, ${object#"$BUILD"/} is what it was"
	need_file "$object"
	need_command jq
	name=$(basename "$object")
	run rawbpf gen object "$tmp/alone/$name" "$object"
	expect_exit 0
	run rawbpf gen object "$tmp/twice/$name" "$tmp/alone/$name"
	expect_exit 0
	expect cmp "$tmp/alone/$name" "$tmp/twice/$name"
	# shellcheck disable=SC2086 # words
	run rawbpf -p inspect "$object" $parts
	active && what_it_is "$out" >"$tmp/before" && before=$status
	# shellcheck disable=SC2086
	run rawbpf -p inspect "$tmp/alone/$name" $parts
	active && what_it_is "$out" | sed "s|$tmp/alone/$name|$object|" >"$tmp/after"
	expect test "$status" = "$before"
	expect cmp "$tmp/before" "$tmp/after"
done

case_ "a weak program that lost is none, even alone in its section"
compile a '__weak SEC("xdp") int f(void *ctx) { return 1; }' "$user 0; }"
compile b 'SEC("socket") int f(void *ctx) { return 2; }'
run rawbpf gen object "$tmp/x.o" "$tmp/a.o" "$tmp/b.o"
expect_exit 0
run rawbpf -j inspect "$tmp/x.o" programs
expect_json '.programs | map([.name, .section]) == [["user", "socket"], ["f", "socket"]]'

case_ "an output that is also an input is fine"
need_file "$progs/link_a.bpf.o"
active && cp "$progs/link_a.bpf.o" "$tmp/same.o"
run rawbpf gen object "$tmp/same.o" "$tmp/same.o" "$progs/link_b.bpf.o"
expect_exit 0
run rawbpf -j inspect "$tmp/same.o" programs
expect_json '.programs | map(.name) == ["linked_a", "linked_b"]'

case_ "an output may be a pipe, and so may an input"
need_file "$progs/link_a.bpf.o"
run sh -c "cat $progs/link_a.bpf.o | $RAWBPF gen object /dev/stdout /dev/stdin | cat >$tmp/piped.o"
run rawbpf gen object "$tmp/plain.o" "$progs/link_a.bpf.o"
expect cmp "$tmp/piped.o" "$tmp/plain.o"

case_ "a link that fails leaves the output as it was, and nothing beside it"
need_file "$progs/link_a.bpf.o"
active && mkdir "$tmp/out" && echo old >"$tmp/out/linked.o"
run rawbpf gen object "$tmp/out/linked.o" "$progs/link_a.bpf.o" "$progs/link_a.bpf.o"
expect_exit 2
expect_err 'conflicting non-weak symbol .*link_a\.bpf\.o'
expect grep -qx old "$tmp/out/linked.o"
run ls "$tmp/out"
expect_out_is linked.o

case_ "an output that cannot be written is an error"
need_file "$progs/link_a.bpf.o"
run rawbpf gen object "$tmp/no/such/folder.o" "$progs/link_a.bpf.o"
expect_exit 6
expect_err 'no/such/folder.o: No such file'

case_ "what is missing on the command line is said"
run rawbpf gen object "$tmp/none.o"
expect_exit 1
expect_err 'an output and an input'
run rawbpf gen object "$tmp/none.o" /no/such/file.o
expect_exit 6
expect_err '/no/such/file.o: No such file'
expect test ! -e "$tmp/none.o"

case_ "an extern of another type is refused"
compile a 'struct s { int x; int y; };' 'extern struct s shared;' "$user shared.y; }"
compile b 'struct s { int x; long y; };' 'struct s shared;'
run rawbpf gen object "$tmp/x.o" "$tmp/a.o" "$tmp/b.o"
expect_exit 2
expect_err 'b\.o: section [0-9]+ \(\.bss\): symbol shared is not what .*a\.o says it is: a struct.s size .*differs'

case_ "typedefs, qualifiers, signs and array lengths may differ, and structs behind pointers"
compile a 'struct t; struct s { struct t *t; unsigned int a; };' 'extern const struct s shared; extern char text[];' \
	"$user shared.a + text[1]; }"
compile b 'struct t { int x; }; typedef struct t t_t; typedef int number; struct s { const t_t *t; number a; };' \
	'volatile struct s shared; signed char text[7] = "hello!";'
run rawbpf gen object "$tmp/x.o" "$tmp/a.o" "$tmp/b.o"
expect_exit 0
run rawbpf -j inspect "$tmp/x.o" relocations
expect_json '[.. | .name? // empty | strings] | (index("shared") != null) and (index("text") != null)'

case_ "a function called with other arguments is refused"
compile a 'extern int f(int a, int b);' "$user f(1, 2); }"
compile b 'int f(int a) { return a; }'
run rawbpf gen object "$tmp/x.o" "$tmp/a.o" "$tmp/b.o"
expect_exit 2
expect_err 'symbol f is not what .* says it is: the number of arguments differs'

map='__uint(type, BPF_MAP_TYPE_HASH); __type(key, int); __type(value, long); __uint(max_entries,'
case_ "a map declared with another size is refused"
compile a "extern struct { $map 4); } m SEC(\".maps\");" 'SEC("socket") int user(void *c) { int k = 0; return !bpf_map_lookup_elem(&m, &k); }'
compile b "struct { $map 8); } m SEC(\".maps\");"
run rawbpf gen object "$tmp/x.o" "$tmp/a.o" "$tmp/b.o"
expect_exit 2
expect_err 'symbol m is not what .* says it is: max_entries differs'

case_ "a map may be declared with its members in another order, before or after it is defined"
compile a 'extern struct { __uint(max_entries, 8); __type(value, long); __type(key, int); __uint(type, BPF_MAP_TYPE_HASH); } m SEC(".maps");' \
	'SEC("socket") int user(void *c) { int k = 0; return !bpf_map_lookup_elem(&m, &k); }'
compile b "struct { $map 8); } m SEC(\".maps\");"
for order in "a b" "b a"; do
	run rawbpf gen object "$tmp/x.o" "$tmp/${order% *}.o" "$tmp/${order#* }.o"
	expect_exit 0
	run rawbpf -j inspect "$tmp/x.o" maps
	expect_json '.maps | map(.name) == ["m"]'
done

case_ "externs of the kernel stay, once, and strong if one of them is"
need_command llvm-readelf
compile a 'extern int CONFIG_HZ __kconfig __weak; extern const void jiffies __ksym;' "$user CONFIG_HZ + (long)&jiffies; }"
compile b 'extern int CONFIG_HZ __kconfig; extern const void jiffies __ksym;' \
	'SEC("socket") int other(void *ctx) { return CONFIG_HZ + (long)&jiffies; }'
run rawbpf gen object "$tmp/x.o" "$tmp/a.o" "$tmp/b.o"
expect_exit 0
run llvm-readelf -sW "$tmp/x.o"
expect_out 'GLOBAL +DEFAULT +UND CONFIG_HZ'
expect test "$(grep -c UND "$out")" = 3 # with number 0
expect_no_out 'WEAK'

case_ "an extern without BTF is refused"
need_command clang
active && echo 'extern int x; __attribute__((section("socket"))) int user(void *c) { return x; }' |
	clang -target bpf -O2 -x c -c - -o "$tmp/a.o"
run rawbpf gen object "$tmp/x.o" "$tmp/a.o"
expect_exit 2
expect_err 'a\.o: no BTF says what the extern symbol x is: compile with -g'

for order in "bpfel bpfeb" "bpfeb bpfel"; do
	case_ "objects of both byte orders are refused: $order"
	need_command clang
	for machine in $order; do
		active && echo 'int f(void) { return 1; }' | clang -target "$machine" -O2 -g -x c -c - -o "$tmp/$machine.o"
	done
	run rawbpf gen object "$tmp/x.o" "$tmp/${order% *}.o" "$tmp/${order#* }.o"
	expect_exit 2
	expect_err 'is of another byte order than'
done

case_ "objects of the other byte order are linked like others"
need_command clang
need_command llvm-readelf
case $(printf '\1\0' | od -An -tu2) in *256) other=bpfel ;; *) other=bpfeb ;; esac
for half in link_a link_b; do
	active && clang -target $other -O2 -g -Iuapi -c tests/progs/$half.bpf.c -o "$tmp/$half.o"
done
run rawbpf gen object "$tmp/swapped.o" "$tmp/link_a.o" "$tmp/link_b.o"
expect_exit 0
run rawbpf -j inspect "$tmp/swapped.o" programs
expect_json '.programs[0].calls == ["helper","add_b","choose","first","hidden_b","callback"]'
run llvm-readelf -a "$tmp/swapped.o"
expect_no_err .

# Numbers of types are the file's own; everything else is as with all of the kernel's types.
case_ "with what min_core_btf keeps an object is fitted as with all of the kernel's types"
need_file /sys/kernel/btf/vmlinux
need_file "$progs/core.bpf.o"
run rawbpf gen min_core_btf /sys/kernel/btf/vmlinux "$tmp/min.btf" "$progs/core.bpf.o" "$progs/link_a.bpf.o"
expect_exit 0
expect_quiet
expect test -z "$(find "$tmp" -name min.btf -size +4095c)"
for types in /sys/kernel/btf/vmlinux "$tmp/min.btf"; do
	run rawbpf --btf "$types" -j inspect "$progs/core.bpf.o"
	expect_exit 0
	expect_json '[.. | objects | select(has("target"))] | length > 20'
	active && jq '[.. | objects | select(has("target") and .kind != "type_id_target")]' <"$out" >"$tmp/${types##*/}.json"
done
expect cmp "$tmp/vmlinux.json" "$tmp/min.btf.json"

case_ "what min_core_btf keeps is enough to load"
need_root
need_file /sys/kernel/btf/vmlinux
need_file "$progs/core.bpf.o"
run rawbpf gen min_core_btf /sys/kernel/btf/vmlinux "$tmp/min.btf" "$progs/core.bpf.o"
run rawbpf --btf "$tmp/min.btf" prog loadall "$progs/core.bpf.o" /sys/fs/bpf/min
expect_exit 0
run rawbpf prog loadall "$progs/core.bpf.o" /sys/fs/bpf/full
for which in min full; do
	active && for prog in task context guarded; do
		"$RAWBPF" prog dump xlated pinned /sys/fs/bpf/$which/$prog | sed 's/map\[id:[0-9]*\]/map/'
	done >"$tmp/$which.txt" 2>&1
done
expect grep -q exit "$tmp/min.txt"
expect cmp "$tmp/min.txt" "$tmp/full.txt"

case_ "min types are kept once more as they are"
need_file /sys/kernel/btf/vmlinux
need_file "$progs/core.bpf.o"
run rawbpf gen min_core_btf /sys/kernel/btf/vmlinux "$tmp/min.btf" "$progs/core.bpf.o"
run rawbpf gen min_core_btf "$tmp/min.btf" "$tmp/again.btf" "$progs/core.bpf.o"
expect_exit 0
expect cmp "$tmp/min.btf" "$tmp/again.btf"

case_ "min_core_btf is of a whole kernel, not of a module and its base"
need_file "$progs/core.bpf.o"
run rawbpf -B "$progs/core.bpf.o" gen min_core_btf "$progs/core.bpf.o" "$tmp/none.btf" "$progs/core.bpf.o"
expect_exit 1
expect_err '-B is for btf dump.*whole kernel'
expect test ! -e "$tmp/none.btf"

case_ "min_core_btf says what it lacks"
run rawbpf gen min_core_btf /sys/kernel/btf/vmlinux "$tmp/min.btf"
expect_exit 1
expect_err 'BTF, an output and an object file'
run rawbpf gen min_core_btf "$progs/core.bpf.o" "$tmp/none.btf" /no/such/file.o
expect_exit 6
expect test ! -e "$tmp/none.btf"
