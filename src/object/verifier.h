/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OBJECT_VERIFIER_H
#define OBJECT_VERIFIER_H

/* A name the kernel accepts for programs and maps: at most 15 characters and a NUL. */
void verifier_name(char *to, const char *from);

#endif
