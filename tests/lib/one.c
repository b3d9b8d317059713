/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of a program that has one suite. */
#include "test.h"

const struct test_entry test_entries[] = {{NULL, test_suite}, {NULL, NULL}};
