# The main job: make run. Everything needs Go and make, nothing else.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  = -s -w -X main.version=$(VERSION)
BUILD    = CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)'
TOOLS    = honnef.co/go/tools/cmd/staticcheck@v0.8.2

SYSTEMS  = linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64

.PHONY: run demo test check vet format staticcheck imports bench fuzz build cross golden examples report-check clean

# The terminal program on a copy of the example where this is a terminal, the
# printed assessment otherwise.
run: build
	@test -e dist/vi-du.audit.toml || cp examples/tinh-bot-san.audit.toml dist/vi-du.audit.toml
	@./dist/audit dist/vi-du.audit.toml

demo: build
	@./dist/audit demo

build:
	@$(BUILD) -o dist/audit ./cmd/audit

cross:
	@for s in $(SYSTEMS); do \
		os=$${s%/*}; arch=$${s#*/}; ext=; [ $$os = windows ] && ext=.exe; \
		echo "dist/audit-$$os-$$arch$$ext"; \
		GOOS=$$os GOARCH=$$arch $(BUILD) -o dist/audit-$$os-$$arch$$ext ./cmd/audit || exit 1; \
	done

test:
	$(GO) test ./...

check: format vet staticcheck imports

format:
	@bad=$$(gofmt -l .); if [ -n "$$bad" ]; then echo "not formatted (gofmt -w):"; echo "$$bad"; exit 1; fi

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) run $(TOOLS) ./...

# Which package may import which: cmd/audit/imports_test.go.
imports:
	$(GO) test -run 'TestImports' ./cmd/audit

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Every fuzz test for a while.
FUZZTIME ?= 30s
fuzz:
	@$(GO) list ./... | while read -r pkg; do \
		$(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' | while read -r f; do \
			echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg </dev/null || exit 1; \
		done || exit 1; \
	done

# Rewrites what tests compare with; read the difference before committing it.
golden:
	$(GO) test ./internal/report ./cmd/audit -update

# Every document that fits of every example, in Vietnamese, as Word, PDF, web
# page and Excel: dist/examples.
examples: build
	@set -e; n=0; all=$$(ls examples/*.audit.toml | wc -l); for f in examples/*.audit.toml; do \
		n=$$((n+1)); echo "$$n/$$all $$f"; \
		./dist/audit report --lang vi $$f --kind all --format docx,pdf,html,xlsx -o dist/examples --force 2>dist/examples.log \
			|| { cat dist/examples.log; exit 1; }; \
	done; rm -f dist/examples.log; echo "dist/examples: $$(ls dist/examples | wc -l)"

# Other programs open and print every kind of document of two examples (a quick
# and a detailed one), and every number of the document is looked for on what
# they print. Needs LibreOffice (Writer and
# Calc), Chromium and pdftotext; the files stay in dist/report-check.
report-check:
	REPORT_CHECK=$(CURDIR)/dist/report-check $(GO) test -count=1 -timeout 20m -run TestPrograms -v ./internal/report/write

clean:
	rm -rf dist
