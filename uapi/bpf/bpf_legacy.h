/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The packet loads that BPF inherited from classic BPF: BPF_LD | BPF_ABS and BPF_LD | BPF_IND.
 *
 * They read one, two or four bytes of the packet, also from its paged parts, and give them in the
 * machine's byte order. Where the packet is too short the whole program ends and returns 0.
 * Only programs on a struct __sk_buff have them: socket filters, tc, cgroup_skb. clang wants the
 * context itself as the first argument, since the instruction takes it from R6 unseen.
 *
 * Offset 0 is where the packet's data begins, on a packet socket the link-layer header. Offsets
 * from SKF_NET_OFF (-0x100000) count from the network header, from SKF_LL_OFF (-0x200000) from
 * the link-layer header.
 */
#ifndef BPF_LEGACY_H
#define BPF_LEGACY_H

unsigned long long load_byte(void *skb, unsigned long long off) asm("llvm.bpf.load.byte");
unsigned long long load_half(void *skb, unsigned long long off) asm("llvm.bpf.load.half");
unsigned long long load_word(void *skb, unsigned long long off) asm("llvm.bpf.load.word");

#endif
