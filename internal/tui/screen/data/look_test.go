package data
import ("testing";"fmt";"os";"strings")
func TestLook(t *testing.T){
 if os.Getenv("LOOK")=="" { t.Skip() }
 for _,src:=range []string{newAudit,yearAudit,monthsAudit}{
 for _,sz:=range [][2]int{{80,19},{60,15},{173,30}}{
  d:=open(t,src).show(sz[0],sz[1])
  d.press("down","down","down")
  fmt.Println("=====",sz); for _,l:=range strings.Split(d.view(),"\n"){ if strings.TrimSpace(l)!="" {fmt.Println(l+"|")} }
 }}
}
