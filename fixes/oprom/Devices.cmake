# SPDX-License-Identifier: GPL-2.0-or-later
# doctor/facts/host/igpu_models.c as rows of the ROM's table: id, generation, family (devices.h).
#
# cmake -DMODELS=igpu_models.c -DRESULT=device_rows.h -P Devices.cmake

file(READ ${MODELS} text)
string(REGEX MATCHALL "{ 0x[0-9A-F]+, -?[0-9]+, \"[^\"]+\"," models "${text}")
string(REGEX MATCHALL "{ 0x" all "${text}")
list(LENGTH models count)
list(LENGTH all expected)
if(count EQUAL 0 OR NOT count EQUAL expected)
	message(FATAL_ERROR "${MODELS}: ${count} of ${expected} rows are understood")
endif()
set(rows "// Made by fixes/oprom/Devices.cmake from doctor/facts/host/igpu_models.c.\n")
string(APPEND rows "#define IGD_DEVICE_COUNT ${count}\n#define IGD_DEVICE_ROWS")
foreach(model IN LISTS models)
	string(REGEX MATCH "^{ (0x[0-9A-F]+), (-?[0-9]+), \"([^\"]+)\"" found "${model}")
	set(row "${CMAKE_MATCH_1}, ${CMAKE_MATCH_2}")
	set(platform ${CMAKE_MATCH_3})
	set(family IGD_GMS_OF_GENERATION)
	if(platform STREQUAL "Cherry Trail")
		set(family IGD_GMS_OF_CHERRY_TRAIL)
	elseif(platform MATCHES "^(Cannon|Amber) Lake$")
		set(family IGD_GMS_OF_OLD)
	endif()
	string(APPEND rows " \\\n\t{ ${row}, ${family} },")
endforeach()
file(WRITE ${RESULT} "${rows}\n")
