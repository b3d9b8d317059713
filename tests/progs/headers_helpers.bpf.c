// SPDX-License-Identifier: BSD-2-Clause
/* The rest of bpf_helpers.h: tests/cli/headers.sh looks at what comes of it. */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char gpl[] SEC("license") = "GPL";
extern int bpf_stream_vprintk(
	int stream, const char *fmt, const void *args, __u32 size) __weak __ksym;

/* Two in one file, one of each kind of map. 64 bits take clang 15. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, int);
	__type(value, long);
	__ulong(map_extra, 5);
} first SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, int);
	__ulong(map_extra, 3);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__array(values, int(void *));
} programs SEC(".maps");

SEC("raw_tp/print") int print(void **ctx)
{
	bpf_printk("none");
	bpf_printk("three %d %s %p", 1, "two", ctx);
	bpf_printk("four %d %d %d %d", 1, 2, 3, 4);
	bpf_printk("twelve %d %d %d %d %d %d %d %d %d %d %d %d", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
		12);
	return 0;
}

SEC("raw_tp/text") int text(void **ctx)
{
	char out[32];

	BPF_SEQ_PRINTF(ctx[0], "none");
	BPF_SEQ_PRINTF(ctx[0], "%d %s", 1, "two");
	bpf_stream_printk(1, "%d", 1);
	return BPF_SNPRINTF(out, sizeof(out), "%d %lx", 1, (long)ctx);
}

int array[8];
SEC("raw_tp/loop") int loop(void *ctx)
{
	int i, sum = 0, *number;

	bpf_for(i, 2, 8) {
		if (array[i] < 0)
			break;
		sum += array[i];
	}
	bpf_repeat(3) {
		sum++;
	}
	bpf_for_each(num, number, 0, 5) {
		sum += *number;
	}
	return sum;
}

SEC("raw_tp/tail") int tail(void *ctx)
{
	bpf_tail_call_static(ctx, &programs, 2);
	return bpf_ksym_exists(bpf_stream_vprintk);
}
