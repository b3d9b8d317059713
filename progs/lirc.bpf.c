/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A remote control's keys, decoded: the protocol "NEC", which most cheap ones speak.
 *
 * The hook is passed for each pulse and each pause that an infrared receiver measures. Context: a
 * number, LIRC_MODE2_... in its upper 8 bits and microseconds in the others. Result: ignored; a key is
 * reported by bpf_rc_keydown(). Since 4.18, in kernels with CONFIG_BPF_LIRC_MODE2.
 *
 *	pulse 9000, pause 4500		a key is pressed; then 4 bytes, the lowest bit of each first
 *	pulse 560, pause 560		a 0
 *	pulse 560, pause 1690		a 1
 *	pulse 9000, pause 2250		the key is still pressed
 *
 * The bytes are an address, its complement, a command, its complement. Makers who needed more addresses,
 * or more commands, gave up complements; the kernel tells three kinds apart, and the tables of keys
 * (rc_keymaps) have their codes as it writes them, here in hexadecimal digits (Address, Command):
 *
 *	NEC	AACC			as it was meant
 *	NECX	AAaaCC			two bytes of address: a is the second
 *	NEC32	aaAAccCC		two bytes of command as well: c is the second
 *
 *	rawbpf run build/progs/lirc.bpf.o nec=lirc_mode2:/dev/lirc0
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* <linux/lirc.h> */
enum {
	LIRC_MODE2_SPACE = 0,
	RC_PROTO_NEC = 9,
	RC_PROTO_NECX = 10,
	RC_PROTO_NEC32 = 11,
};

__u64 keys;
__u64 repeats;

/* How many bits there are of a code: 32 is all of them, and nothing more is expected. */
static __u32 bits = 32, code;

static _Bool about(__u32 us, __u32 want)
{
	return us > want - want / 4 && us < want + want / 4;
}

/* `code` has what came first in its lowest bits. */
static void report(unsigned int *sample)
{
	const __u32 address = code & 0xff, address2 = code >> 8 & 0xff;
	const __u32 command = code >> 16 & 0xff, command2 = code >> 24;

	if ((command ^ command2) != 0xff)
		bpf_rc_keydown(sample, RC_PROTO_NEC32,
			address2 << 24 | address << 16 | command2 << 8 | command, 0);
	else if ((address ^ address2) != 0xff)
		bpf_rc_keydown(sample, RC_PROTO_NECX, address << 16 | address2 << 8 | command, 0);
	else
		bpf_rc_keydown(sample, RC_PROTO_NEC, address << 8 | command, 0);
	keys++;
}

static void take_bit(unsigned int *sample, __u32 us)
{
	const _Bool one = about(us, 1690);

	if (!one && !about(us, 560)) {
		bits = 32;
		return;
	}
	code = code >> 1 | (__u32)one << 31;
	if (++bits == 32)
		report(sample);
}

/* The pauses say it all; a pulse before each is there to end the pause before. */
SEC("lirc_mode2")
int nec(unsigned int *sample)
{
	const __u32 us = *sample & 0xffffff;

	if (*sample >> 24 != LIRC_MODE2_SPACE)
		return 0;
	if (about(us, 4500)) {
		bits = code = 0;
	} else if (bits < 32) {
		take_bit(sample, us);
	} else if (about(us, 2250)) {
		bpf_rc_repeat(sample);
		repeats++;
	}
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
