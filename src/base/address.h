/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses of the internet protocol as people write them. */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdint.h>

/*
 * "10.0.0.1" or "fd00::1" as the bytes of a packet: 4, 16; or 0 if it is neither. The end of an IPv6
 * address is not taken in the notation of IPv4.
 */
uint8_t address_parse(const char *text, uint8_t bytes[16]);
/* And back, of 4 or 16 bytes, into text of ADDRESS_TEXT. */
#define ADDRESS_TEXT 40
void address_text(const uint8_t *bytes, uint8_t size, char *text);

#endif
