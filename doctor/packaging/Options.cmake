# SPDX-License-Identifier: GPL-2.0-or-later
# Options, warnings and hardening. igd_target(TARGET) gives a target all of them.

option(IGD_TESTS "Build the tests" OFF)
option(IGD_FUZZ "Build the libFuzzer targets (clang)" OFF)
option(IGD_WERROR "Treat warnings as errors" OFF)
set(IGD_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
	set(CMAKE_BUILD_TYPE Release)
endif()

include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

# The program finds its library and plugins in the build tree as well as where they are installed. What CMake
# writes for the build tree by itself is padded with empty entries, and an empty entry is the folder somebody
# happens to stand in: as root, that would be anybody's library.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_BUILD_WITH_INSTALL_RPATH ON)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}" "$ORIGIN/../lib")
list(REMOVE_DUPLICATES CMAKE_INSTALL_RPATH)

set(IGD_PLUGIN_DIR ${CMAKE_INSTALL_LIBDIR}/igd-doctor/plugins)

set(IGD_WARNINGS -Wall -Wextra -Wshadow -Wformat=2 -Wconversion -Wsign-conversion -Wcast-qual
	-Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef -Wvla -Wswitch-enum)
if(CMAKE_C_COMPILER_ID STREQUAL GNU)
	list(APPEND IGD_WARNINGS -Wlogical-op -Wduplicated-cond -Wduplicated-branches)
	if(NOT IGD_SANITIZE)
		list(APPEND IGD_WARNINGS -Wnull-dereference)
	endif()
endif()

function(igd_target target)
	target_compile_definitions(${target} PRIVATE _GNU_SOURCE IGD_VERSION="${PROJECT_VERSION}")
	target_compile_options(${target} PRIVATE ${IGD_WARNINGS} $<$<BOOL:${IGD_WERROR}>:-Werror>)
	target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/doctor)
	if(IGD_SANITIZE)
		target_compile_definitions(${target} PRIVATE IGD_SANITIZED)
		target_compile_options(${target} PRIVATE -fsanitize=${IGD_SANITIZE}
			-fno-sanitize-recover=all -fno-omit-frame-pointer)
		target_link_options(${target} PRIVATE -fsanitize=${IGD_SANITIZE})
	else()
		target_compile_options(${target} PRIVATE -fstack-protector-strong
			-fstack-clash-protection $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
		if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|i.86")
			target_compile_options(${target} PRIVATE -fcf-protection)
		endif()
		target_link_options(${target} PRIVATE -Wl,-z,relro,-z,now)
	endif()
	if(IGD_FUZZ)
		target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
	endif()
endfunction()
