// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_address - whether an address that could not be mapped was out of the IOMMU's reach
 */
#ifndef IGD_FACTS_LOG_LOG_ADDRESS_H
#define IGD_FACTS_LOG_LOG_ADDRESS_H

#include "facts/log/symptom.h"

/* How many bits the addresses of a range need; 65 for a range that goes beyond 64. size is at least 1. */
IGD_EXPORT unsigned igd_log_address_bits(uint64_t address, uint64_t size);

/*
 * For a symptom whose pattern has the groups "iova" and "size": a sentence or two that compare the range in the
 * line with the IOMMU's width in bits, 0 if that is not known. NULL for any other. The caller frees it.
 */
IGD_EXPORT char *igd_log_address_text(
	const struct igd_symptom *symptom, const char *line, size_t size, unsigned width);

#endif
