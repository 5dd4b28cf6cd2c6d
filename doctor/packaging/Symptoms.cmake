# SPDX-License-Identifier: GPL-2.0-or-later
# checks/symptoms/*.json as a C table, so that a program and its plugins need no file to know them.
#
# cmake -DFOLDER=checks/symptoms -DRESULT=symptom_files.c -P Symptoms.cmake

file(GLOB files LIST_DIRECTORIES false ${FOLDER}/*.json)
set(code "// Made by doctor/packaging/Symptoms.cmake from checks/symptoms/.\n#include \"facts/log/symptom_private.h\"\n\n")
set(table "")
foreach(file IN LISTS files)
	get_filename_component(name ${file} NAME)
	get_filename_component(id ${file} NAME_WE)
	file(SIZE ${file} size)
	file(READ ${file} bytes HEX)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
	string(APPEND code "static const char text_${id}[] = { ${bytes} 0 };\n")
	string(APPEND table "\t{ \"${name}\", text_${id}, ${size} },\n")
endforeach()
string(APPEND code "\nconst struct igd_symptom_file igd_symptom_files[] = {\n${table}\t{ 0 },\n};\n")
file(WRITE ${RESULT} "${code}")
