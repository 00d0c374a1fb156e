// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDoor} from "../../src/interfaces/IDoor.sol";
import {Act} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev The digest of an act is what any wallet computes from the named fields that it shows.
contract TypedDataTest is Town {
    string private constant DOMAIN =
        '"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}]';

    function _wallet(address door, string memory primary, string memory fields, string memory message)
        private
        view
        returns (bytes32)
    {
        string memory types = string.concat('{"types":{', DOMAIN, ',"', primary, '":[', fields, "]},");
        string memory domain = string.concat(
            '"primaryType":"', primary, '","domain":{"name":"Castor","version":"1","chainId":"', vm.toString(block.chainid),
            '","verifyingContract":"', vm.toString(door), '"},"message":{'
        );
        return vm.eip712HashTypedData(string.concat(types, domain, message, "}}"));
    }

    function _field(string memory name, string memory value) private pure returns (string memory) {
        return string.concat('"', name, '":"', value, '",');
    }

    function test_pledge_hashes_as_in_a_wallet() external {
        address campaign = address(_live());
        Act memory a = _act(ivan, campaign, ringgit, 2_500, _pledgeCall(10, 4));
        string memory message = string.concat(
            _field("campaign", vm.toString(campaign)), _field("asset", vm.toString(ringgit)), _field("most", "2500"),
            _field("units", "10"), _field("least", "4"), _field("nonce", vm.toString(a.nonce)),
            '"deadline":"', vm.toString(a.deadline), '"'
        );
        bytes32 wallet = _wallet(
            ivan, "Pledge",
            '{"name":"campaign","type":"address"},{"name":"asset","type":"address"},{"name":"most","type":"uint256"},{"name":"units","type":"uint256"},{"name":"least","type":"uint256"},{"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}',
            message
        );
        vm.assertEq(IDoor(ivan).digestOf(a), wallet, "the door's digest is the wallet's");
    }

    function test_mint_hashes_as_in_a_wallet() external {
        bytes memory call = abi.encodeWithSignature("mint(address,uint256,bytes32,uint64)", ivan, 77, bytes32(uint256(9)), 5);
        Act memory a = _act(tan, tan, call);
        string memory message = string.concat(
            _field("door", vm.toString(tan)), _field("asset", vm.toString(address(0))), _field("most", "0"),
            _field("to", vm.toString(ivan)), _field("amount", "77"),
            _field("ref", "0x0000000000000000000000000000000000000000000000000000000000000009"), _field("creditedAt", "5")
        );
        message = string.concat(message, _field("nonce", vm.toString(a.nonce)), '"deadline":"', vm.toString(a.deadline), '"');
        bytes32 wallet = _wallet(
            tan, "Mint",
            '{"name":"door","type":"address"},{"name":"asset","type":"address"},{"name":"most","type":"uint256"},{"name":"to","type":"address"},{"name":"amount","type":"uint256"},{"name":"ref","type":"bytes32"},{"name":"creditedAt","type":"uint64"},{"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}',
            message
        );
        vm.assertEq(IDoor(tan).digestOf(a), wallet, "the door's digest is the wallet's");
    }

    /// @dev Every field is in the digest: no two different acts share one.
    function testFuzz_every_field_counts(Act memory a, uint8 which, uint256 other) external view {
        a.call = abi.encodePacked(bytes4(keccak256("setThreshold(uint8)")), abi.encode(a.nonce));
        a.target = ivan;
        bytes32 before = IDoor(ivan).digestOf(a);
        uint256 was;
        if (which % 5 == 0) (was, a.most) = (a.most, other);
        else if (which % 5 == 1) (was, a.nonce) = (a.nonce, other);
        else if (which % 5 == 2) (was, a.deadline) = (a.deadline, other);
        else if (which % 5 == 3) (was, a.asset) = (uint160(a.asset), address(uint160(other >> 96)));
        else (was, a.call) = (a.nonce, abi.encodePacked(bytes4(a.call), abi.encode(other)));
        if (which % 5 == 3) other >>= 96;
        vm.assume(was != other);
        vm.assertTrue(IDoor(ivan).digestOf(a) != before, "another act, another digest");
    }

    function test_another_door_or_chain_is_another_digest() external {
        Act memory a = _act(ivan, ringgit, abi.encodeWithSignature("transfer(address,uint256)", iris, 1));
        bytes32 before = IDoor(ivan).digestOf(a);
        vm.assertTrue(IDoor(iris).digestOf(a) != before, "bound to the door");
        vm.chainId(99);
        vm.assertTrue(IDoor(ivan).digestOf(a) != before, "bound to the chain");
    }
}
