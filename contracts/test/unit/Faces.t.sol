// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";
import {Vm} from "../Vm.sol";

/// @dev The faces answer their standards, between doors and where the rulebook opens it.
contract FacesTest is Town {
    IERC20Metadata private token;
    IERC721Metadata private certificates;
    uint256 private id;

    function setUp() public override {
        super.setUp();
        (, id) = _settled();
        vm.warp(block.timestamp + MORATORIUM);
        _deposit(ivan, 1_000);
        _setRule("money-transfers", 0, 1);
        _setRule("equity-transfers", 0, 1);
        (token, certificates) = (IERC20Metadata(ringgit), IERC721Metadata(shares));
    }

    function _transfer(address to, uint256 amount) private pure returns (bytes memory) {
        return abi.encodeCall(IERC20.transfer, (to, amount));
    }

    function _pull(address from, address to, uint256 amount) private pure returns (bytes memory) {
        return abi.encodeCall(IERC20.transferFrom, (from, to, amount));
    }

    function _hasTransfer(Vm.Log[] memory logs, address face, address from, address to, uint256 amount)
        private
        pure
        returns (bool)
    {
        for (uint256 i; i < logs.length; ++i) {
            bool its = logs[i].emitter == face && logs[i].topics[0] == IERC20.Transfer.selector;
            if (!its || logs[i].topics[1] != bytes32(uint256(uint160(from)))) continue;
            if (logs[i].topics[2] != bytes32(uint256(uint160(to)))) continue;
            uint256 got = logs[i].topics.length == 4 ? uint256(logs[i].topics[3]) : abi.decode(logs[i].data, (uint256));
            if (got == amount) return true;
        }
        return false;
    }

    // -- refusals, money

    function test_no_money_from_or_to_who_is_no_participant() external {
        vm.prank(sam);
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNotActing.selector, ringgit));
        token.transfer(ivan, 1);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, sam);
        _refuse(ivan, ringgit, ringgit, 1, _transfer(sam, 1), reason);
        _refuse(ivan, ringgit, abi.encodeCall(IERC20.approve, (sam, 1)), reason);
        reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, address(0));
        _refuse(ivan, ringgit, ringgit, 1, _transfer(address(0), 1), reason);
    }

    function test_no_money_to_an_instance() external {
        address campaign = address(_propose(ida, shares));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, campaign);
        _refuse(ivan, ringgit, ringgit, 1, _transfer(campaign, 1), reason);
    }

    function test_closed_unless_the_rulebook_opens_it() external {
        _setRule("money-transfers", 0, 0);
        _refuse(ivan, ringgit, ringgit, 1, _transfer(iris, 1), abi.encodeWithSignature("MoneyTransfersClosed()"));
        _setRule("equity-transfers", 0, 0);
        bytes memory call = abi.encodeCall(IERC721.transferFrom, (ivan, iris, id));
        _refuse(ivan, shares, shares, 1_500, call, abi.encodeWithSignature("EquityTransfersClosed()"));
    }

    function test_no_more_than_the_mandate_the_balance_or_the_allowance() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 2, 1);
        _refuse(ivan, ringgit, ringgit, 1, _transfer(iris, 2), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterBalanceTooLow.selector, ringgit, ivan, 1_000, 1_001);
        _refuse(ivan, ringgit, ringgit, 2_000, _transfer(iris, 1_001), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterAllowanceTooLow.selector, iris, 0, 1);
        _refuse(iris, ringgit, _pull(ivan, iris, 1), reason);
    }

    function test_allowance_of_who_is_not_active_is_void() external {
        _do(ivan, ringgit, abi.encodeCall(IERC20.approve, (iris, 10)));
        _stand(omar, ivan, Standing.Suspended);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ivan, ivan);
        _refuse(iris, ringgit, _pull(ivan, iris, 1), reason);
    }

    function test_faces_announce_for_the_kernel_alone() external {
        vm.expectRevert(abi.encodeWithSignature("FaceOnlyMaster(address)", address(this)));
        (bool ok,) = ringgit.call(abi.encodeWithSignature("announceTransfer(address,address,uint256)", ivan, iris, 1));
        vm.expectRevert(abi.encodeWithSignature("FaceOnlyMaster(address)", address(this)));
        (ok,) = shares.call(abi.encodeWithSignature("initialize(bytes32,bytes32)", bytes32("x"), bytes32("y")));
        ok;
    }

    // -- refusals, certificates

    function test_no_certificate_but_ones_own_free_one() external {
        bytes memory call = abi.encodeCall(IERC721.transferFrom, (ivan, iris, id));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotTheOwner.selector, id, ivan, iris);
        _refuse(iris, shares, shares, 1_500, call, reason);
        call = abi.encodeCall(IERC721.transferFrom, (iris, ivan, id));
        _refuse(iris, shares, shares, 1_500, call, reason);
        call = abi.encodeCall(IERC721.transferFrom, (ivan, sam, id));
        reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, sam);
        _refuse(ivan, shares, shares, 1_500, call, reason);
        call = abi.encodeCall(IERC721.transferFrom, (ivan, iris, id));
        reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 1_500, 1);
        _refuse(ivan, shares, shares, 1, call, reason);
    }

    function test_no_certificate_before_its_moratorium_is_over() external {
        uint256 until = master.certificateOf(shares, id).lockedUntil;
        vm.warp(until - 1);
        bytes memory call = abi.encodeCall(IERC721.transferFrom, (ivan, iris, id));
        bytes memory reason = abi.encodeWithSignature("EquityLocked(uint256,uint64)", id, until);
        _refuse(ivan, shares, shares, 1_500, call, reason);
    }

    function test_only_who_may_approves() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotTheOwner.selector, id, ivan, iris);
        _refuse(iris, shares, abi.encodeCall(IERC721.approve, (iris, id)), reason);
    }

    function test_questions_without_an_answer() external {
        vm.expectRevert(abi.encodeWithSignature("ERC721NonexistentToken(uint256)", 99));
        certificates.ownerOf(99);
        vm.expectRevert(abi.encodeWithSignature("ERC721InvalidOwner(address)", address(0)));
        certificates.balanceOf(address(0));
    }

    // -- ERC-20

    function test_metadata_and_supply() external view {
        vm.assertTrue(keccak256(bytes(token.name())) == keccak256("tan"), "name");
        vm.assertTrue(keccak256(bytes(token.symbol())) == keccak256("MYR"), "symbol");
        vm.assertEq(token.decimals(), 2, "sen");
        vm.assertEq(token.totalSupply(), master.faceOf(ringgit).supply, "supply");
        vm.assertTrue(IERC165(ringgit).supportsInterface(type(IERC20).interfaceId), "ERC-165");
        vm.assertTrue(!IERC165(ringgit).supportsInterface(0xffffffff), "but not everything");
    }

    function test_transfer_moves_and_announces() external {
        Vm.Log[] memory logs = _do(ivan, ringgit, ringgit, 300, _transfer(iris, 300));
        vm.assertTrue(_hasTransfer(logs, ringgit, ivan, iris, 300), "Transfer");
        vm.assertEq(token.balanceOf(iris), 300, "moved");
        vm.assertEq(token.balanceOf(ivan), 700, "from him");
    }

    /// @dev The standard: a transfer of nothing is a transfer like any other.
    function test_transfer_of_nothing() external {
        Vm.Log[] memory logs = _do(ivan, ringgit, ringgit, 0, _transfer(iris, 0));
        vm.assertTrue(_hasTransfer(logs, ringgit, ivan, iris, 0), "Transfer");
    }

    function test_transfer_to_oneself_changes_nothing() external {
        _do(ivan, ringgit, ringgit, 300, _transfer(ivan, 300));
        vm.assertEq(token.balanceOf(ivan), 1_000, "the same");
    }

    function test_allowance_is_spent_and_told() external {
        _do(ivan, ringgit, abi.encodeCall(IERC20.approve, (iris, 500)));
        vm.assertEq(token.allowance(ivan, iris), 500, "allowed");
        Vm.Log[] memory logs = _do(iris, ringgit, _pull(ivan, ida, 200));
        vm.assertTrue(_hasTransfer(logs, ringgit, ivan, ida, 200), "Transfer");
        vm.assertTrue(_has(logs, IMasterEvents.MoneyApproved.selector), "what is left is told");
        vm.assertEq(token.allowance(ivan, iris), 300, "less");
    }

    function testFuzz_sum_is_kept(uint256 amount) external {
        uint256 supply = token.totalSupply();
        (Outcome outcome,,) = _try(ivan, ringgit, ringgit, type(uint256).max, _transfer(iris, amount));
        vm.assertTrue((outcome == Outcome.Performed) == (amount <= 1_000), "as far as the balance goes");
        vm.assertEq(token.balanceOf(ivan) + token.balanceOf(iris), 1_000, "only moved");
        vm.assertEq(token.totalSupply(), supply, "no more, no less");
    }

    // -- ERC-721

    function test_certificate_metadata() external view {
        vm.assertTrue(keccak256(bytes(certificates.name())) == keccak256("Ida ordinary"), "name");
        vm.assertTrue(bytes(certificates.tokenURI(id)).length > 29, "a data URI");
        vm.assertTrue(certificates.supportsInterface(type(IERC721).interfaceId), "ERC-721");
        vm.assertTrue(certificates.supportsInterface(type(IERC721Metadata).interfaceId), "with metadata");
        vm.assertEq(certificates.balanceOf(ivan), 1, "one certificate");
        vm.assertEq(certificates.ownerOf(id), ivan, "his");
    }

    function test_certificate_moves_and_forgets_its_approval() external {
        _do(ivan, shares, abi.encodeCall(IERC721.approve, (omar, id)));
        vm.assertEq(certificates.getApproved(id), omar, "approved");
        bytes memory call = abi.encodeCall(IERC721.transferFrom, (ivan, iris, id));
        vm.assertTrue(_hasTransfer(_do(ivan, shares, shares, 1_500, call), shares, ivan, iris, id), "Transfer");
        vm.assertEq(certificates.ownerOf(id), iris, "hers");
        vm.assertEq(certificates.getApproved(id), address(0), "forgotten");
        vm.assertEq(master.holdingOf(shares, iris).units, 2_000, "with its units");
    }

    function test_approved_spender_moves_it() external {
        _do(ivan, shares, abi.encodeCall(IERC721.approve, (omar, id)));
        _do(omar, shares, abi.encodeCall(IERC721.transferFrom, (ivan, iris, id)));
        vm.assertEq(certificates.ownerOf(id), iris, "moved");
    }

    function test_approved_for_all_until_revoked() external {
        _do(ivan, shares, abi.encodeCall(IERC721.setApprovalForAll, (omar, true)));
        vm.assertTrue(certificates.isApprovedForAll(ivan, omar), "for all");
        _do(ivan, shares, abi.encodeCall(IERC721.setApprovalForAll, (omar, false)));
        bytes memory call = abi.encodeCall(IERC721.transferFrom, (ivan, iris, id));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotTheOwner.selector, id, ivan, omar);
        _refuse(omar, shares, call, reason);
    }

    function test_safe_transfer_asks_the_receiver() external {
        bytes memory call = abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", ivan, iris, id);
        _do(ivan, shares, shares, 1_500, call);
        vm.assertEq(certificates.ownerOf(id), iris, "a door takes certificates");
    }
}
