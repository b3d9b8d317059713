// SPDX-License-Identifier: BSD-2-Clause
/*
 * bpf_endian.h: of constants when compiled, for either byte order, and of variables when run, by
 * tests/cli/headers.sh, which looks at the bytes.
 */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define IF_LITTLE(yes, no) yes
#else
#define IF_LITTLE(yes, no) no
#endif
_Static_assert(bpf_htons(0x0102) == IF_LITTLE(0x0201, 0x0102), "16");
_Static_assert(bpf_ntohl(0x01020304) == IF_LITTLE(0x04030201, 0x01020304), "32");
_Static_assert(bpf_cpu_to_be64(0x0102030405060708) ==
	IF_LITTLE(0x0807060504030201, 0x0102030405060708), "64");
_Static_assert(bpf_le32_to_cpu(0x01020304) == IF_LITTLE(0x01020304, 0x04030201), "little 32");
_Static_assert(bpf_ntohs(0xffff0102) == IF_LITTLE(0x0201, 0x0102), "cut off");
_Static_assert(__bpf_constant_htons(0x0800) == bpf_htons(0x0800) &&
	__bpf_htonl(0x7f000001) == bpf_htonl(0x7f000001), "older names");

char gpl[] SEC("license") = "GPL";

/* Numbers that the compiler does not know. */
volatile __u16 two = 0x0102;
volatile __u32 four = 0x01020304;
volatile __u64 eight = 0x0102030405060708;
struct bytes {
	__u16 be16, le16;
	__u32 be32, le32;
	__u64 be64, le64;
	__u16 constant16;
	__u32 constant32;
	__u64 constant64;
	__u8 back;
} __attribute__((packed));

SEC("xdp") int order(struct xdp_md *ctx)
{
	struct bytes *p = (void *)(long)ctx->data;

	if ((void *)(p + 1) > (void *)(long)ctx->data_end)
		return XDP_ABORTED;
	p->be16 = bpf_htons(two);
	p->le16 = bpf_cpu_to_le16(two);
	p->be32 = bpf_htonl(four);
	p->le32 = bpf_cpu_to_le32(four);
	p->be64 = bpf_cpu_to_be64(eight);
	p->le64 = bpf_cpu_to_le64(eight);
	p->constant16 = bpf_htons(0x0a0b);
	p->constant32 = bpf_htonl(0x0a0b0c0d);
	p->constant64 = bpf_cpu_to_be64(0x0a0b0c0d0e0f0102);
	p->back = bpf_ntohs(p->be16) == two && bpf_ntohl(p->be32) == four &&
		bpf_be64_to_cpu(p->be64) == eight && bpf_le16_to_cpu(p->le16) == two &&
		bpf_le32_to_cpu(p->le32) == four && bpf_le64_to_cpu(p->le64) == eight;
	return XDP_PASS;
}
