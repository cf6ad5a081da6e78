"""The fee tables: strict reading, choice by date, comparison and checks. Imports nothing of the rules."""
